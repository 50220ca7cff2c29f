-- LIF-19
create or replace view audit._proves_compensations_are_due as
select t.id
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id
  left join task.assignment as a on a.task_id = t.id and a.worker_id = t.worker_id
 where (coalesce(a.compensation_cents, 0) > 0
        and (t.state, e.worker_cents, e.platform_cents, a.compensation_cents) is distinct from
            ('CANCELLED', a.compensation_cents, 0,
             least(e.amount_cents * e.cancellation_bps / 10000, e.cancellation_cap_cents)))
    or (e.state = 'REFUND_PARTIAL' and coalesce(a.compensation_cents, 0) = 0
        and not exists (select from dispute.dispute as d
                         where d.task_id = t.id and d.outcome = 'SPLIT'));

comment on view audit._proves_compensations_are_due is
    'A worker is compensated by the terms of the escrow, and money is parted by nothing else but a split';
