-- The generic triggers of the machine payout.
create or replace trigger zz_guard before insert or update or delete on stripe.payout
    for each row execute function core._guard('payout');
create or replace trigger zz_record after insert or update on stripe.payout
    for each row execute function core._record('payout');
create or replace trigger zz_truncate before truncate on stripe.payout
    for each statement execute function core._refuse_change();
