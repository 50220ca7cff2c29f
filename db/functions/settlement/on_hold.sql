-- A hold is written once, closed once, and never deleted. @source STL-11 ADM-16
create or replace trigger hold_written_once before update on settlement.hold
    for each row when (
        (old.id, old.settlement_id, old.kind, old.reason, old.opened_at)
            is distinct from (new.id, new.settlement_id, new.kind, new.reason, new.opened_at)
        or (old.opened_by, old.lifts_at) is distinct from (new.opened_by, new.lifts_at)
        or (old.closed_at is not null
            and (old.closed_at, old.closed_by) is distinct from (new.closed_at, new.closed_by)))
    execute function core._refuse('HXA11', '', 'A hold is written once and closed once.');
create or replace trigger never_deleted before delete on settlement.hold
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on settlement.hold
    for each statement execute function core._refuse_change();
