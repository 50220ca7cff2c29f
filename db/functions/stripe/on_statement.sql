-- Stripe's statement is written once; how far it was read, what was compared and asked is never deleted.
create or replace trigger append_only before update or delete on stripe.statement_line
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on stripe.statement_line
    for each statement execute function core._refuse_change();
create or replace trigger transaction_is_its_own before insert on stripe.statement_line
    for each row when (new.transaction_id <> pg_current_xact_id())
    execute function core._refuse('HXA11', 'transaction_id', 'A line bears the transaction that writes it.');
create or replace trigger never_deleted before delete on stripe.statement
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.statement
    for each statement execute function core._refuse_change();
create or replace trigger never_deleted before delete on stripe.comparison
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.comparison
    for each statement execute function core._refuse_change();
create or replace trigger comparison_names_its_object before update on stripe.comparison
    for each row when ((old.id, old.movement, old.object_id, old.currency)
        is distinct from (new.id, new.movement, new.object_id, new.currency))
    execute function core._refuse('HXA11', '', 'A comparison is of one object for ever.');
create or replace trigger never_deleted before delete on stripe.inquiry
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.inquiry
    for each statement execute function core._refuse_change();
create or replace trigger inquiry_answered_once before update on stripe.inquiry
    for each row when (old.answered_at is not null or (old.id, old.object, old.object_id, old.created_at)
        is distinct from (new.id, new.object, new.object_id, new.created_at))
    execute function core._refuse('HXA11', '', 'An inquiry is of one object and answered once.');
