-- DIS-05 DIS-10 ESC-23
create or replace view audit._proves_decisions_are_done as
select d.id
  from dispute.dispute as d
  join task.task as t on t.id = d.task_id
  join escrow.escrow as e on e.task_id = t.id
 where d.state = 'RESOLVED'
   and (t.poster_id, t.worker_id, t.state, e.release_cents) is distinct from
       (d.poster_id, d.worker_id, case when d.is_worker_loss then 'CANCELLED' else 'COMPLETED' end,
        case d.outcome when 'HUSTLER_WINS' then e.amount_cents when 'CLIENT_WINS' then 0
            else e.amount_cents * d.worker_percent / 100 end);

comment on view audit._proves_decisions_are_done is
    'Each decided dispute ended its task so, and released exactly what it gave the worker';
