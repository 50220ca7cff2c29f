-- Who contests what never changes.
create or replace trigger dispute_terms_immutable before update on dispute.dispute
    for each row when (
        (old.task_id, old.poster_id, old.worker_id, old.reason, old.description, old.created_at)
        is distinct from
        (new.task_id, new.poster_id, new.worker_id, new.reason, new.description, new.created_at)
        or old.opened_by is distinct from new.opened_by)
    execute function core._refuse('HXA11', '', 'A dispute stays as it was opened.');
