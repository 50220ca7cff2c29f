create or replace view audit._proves_completed_have_proof as
select t.id
  from task.task as t
 where t.state = 'COMPLETED' and t.requires_proof
   and not exists (select from proof.proof as p
                    where p.task_id = t.id and p.state = 'ACCEPTED'
                      and p.submitter_id = t.worker_id);
comment on view audit._proves_completed_have_proof is
    'Each completed task that requires proof has an accepted one of its worker';
