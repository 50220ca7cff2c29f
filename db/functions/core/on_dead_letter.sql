-- Dead letters are kept for ever (W20), tell of one order, and are closed once.
create or replace trigger dead_letter_closed_once before update on core.dead_letter
    for each row when (
        (old.id, old.kind, old.order_id, old.buried_at) is distinct from
        (new.id, new.kind, new.order_id, new.buried_at)
        or old.closed_at is not null)
    execute function core._refuse('HXA11', '', 'A dead letter is written once and closed once.');
create or replace trigger never_deleted before delete on core.dead_letter
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.dead_letter
    for each statement execute function core._refuse_change();
create or replace trigger never_deleted before delete on core.freeze
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.freeze
    for each statement execute function core._refuse_change();
