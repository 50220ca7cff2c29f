-- DIS-09: whoever moves another's work is of staff, and his act stands in the same transaction.
create or replace view audit._proves_staff_moves_are_acts as
select v.aggregate_id as id
  from core.event as v
  left join escrow.escrow as e on v.aggregate = 'escrow' and e.id = v.aggregate_id
  left join proof.proof as p on v.aggregate = 'proof' and p.id = v.aggregate_id
  left join dispute.dispute as d on v.aggregate = 'dispute' and d.id = v.aggregate_id
  join task.task as t on t.id = coalesce(e.task_id, p.task_id, d.task_id, v.aggregate_id)
 where v.aggregate in ('task', 'escrow', 'proof', 'dispute')
   and v.version is not null
   and v.actor_id is not null and v.actor_id <> t.poster_id
   and not exists (select from task.assignment as a
                    where a.task_id = t.id and a.worker_id = v.actor_id)
   and not exists (select from admin.action as a
                    where a.actor_id = v.actor_id and a.transaction_id = v.transaction_id);

comment on view audit._proves_staff_moves_are_acts is
    'Work is moved by its parties, by the clocks and Stripe, or by an act of staff that is on record';
