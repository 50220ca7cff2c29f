-- PRF-11 A24
create or replace view audit._proves_proofs_follow_tasks as
select p.id
  from proof.proof as p
  join task.task as t on t.id = p.task_id
 where (p.state = 'SUBMITTED' and t.state not in ('PROOF_SUBMITTED', 'DISPUTED'))
    or (p.state in ('SUBMITTED', 'ACCEPTED') and p.submitter_id is distinct from t.worker_id)
    or (p.state = 'ACCEPTED' and exists (select from proof.proof as l
                                          where l.task_id = p.task_id and l.attempt > p.attempt));
comment on view audit._proves_proofs_follow_tasks is
    'A waiting proof is of work under way, an accepted one the latest, both of the task''s worker';
