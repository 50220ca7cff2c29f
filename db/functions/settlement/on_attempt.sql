-- An attempt is written before its call, ended once, and never deleted.
create or replace trigger attempt_written_once before update on settlement.attempt
    for each row when (
        (old.id, old.settlement_id, old.fence, old.worker, old.action, old.began_at)
            is distinct from
        (new.id, new.settlement_id, new.fence, new.worker, new.action, new.began_at)
        or old.outcome is not null)
    execute function core._refuse('HXA11', '', 'An attempt is written once and ended once.');
create or replace trigger never_deleted before delete on settlement.attempt
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on settlement.attempt
    for each statement execute function core._refuse_change();
