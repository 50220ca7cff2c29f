-- The account machine's generic triggers.
create or replace trigger zz_guard before insert or update or delete on account.user
    for each row execute function core._guard('account');
create or replace trigger zz_record after insert or update on account.user
    for each row execute function core._record('account');
create or replace trigger zz_truncate before truncate on account.user
    for each statement execute function core._refuse_change();
