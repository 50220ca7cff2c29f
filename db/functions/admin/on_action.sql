-- Acts are recorded once and kept as they were written.
create or replace trigger append_only before update or delete on admin.action
    for each row execute function core._refuse_change('HX505');
create or replace trigger append_only_truncate before truncate on admin.action
    for each statement execute function core._refuse_change('HX505');

create or replace trigger transaction_is_its_own before insert on admin.action
    for each row when (new.transaction_id <> pg_current_xact_id())
    execute function core._refuse('HX505', 'transaction_id', 'An act bears the transaction that writes it.');
