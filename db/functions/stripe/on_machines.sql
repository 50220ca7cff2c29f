-- The generic triggers of the machines intent and event.
create or replace trigger zz_guard before insert or update or delete on stripe.intent
    for each row execute function core._guard('intent');
create or replace trigger zz_record after insert or update on stripe.intent
    for each row execute function core._record('intent');
create or replace trigger zz_truncate before truncate on stripe.intent
    for each statement execute function core._refuse_change();
create or replace trigger zz_guard before insert or update or delete on stripe.event
    for each row execute function core._guard('event');
create or replace trigger zz_record after insert or update on stripe.event
    for each row execute function core._record('event');
create or replace trigger zz_truncate before truncate on stripe.event
    for each statement execute function core._refuse_change();
