create or replace view audit._proves_workers_are_assigned as
select t.id
  from task.task as t
  left join task.assignment as a on a.task_id = t.id and a.ended_at is null
 where (t.state in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED') and a.worker_id is distinct from t.worker_id)
    or (t.state in ('OPEN', 'COMPLETED', 'CANCELLED', 'EXPIRED') and a.id is not null);
comment on view audit._proves_workers_are_assigned is
    'The worker of a task under way is the one of its open assignment; ended tasks have none open';
