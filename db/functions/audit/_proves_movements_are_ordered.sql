-- ESC-16 ESC-18
create or replace view audit._proves_movements_are_ordered as
select e.id
  from escrow.escrow as e
  left join (select s.escrow_id, s.kind, sum(s.amount_cents) as cents
               from settlement.settlement as s
              where s.state <> 'FAILED' and s.leg <> 'payer'
              group by s.escrow_id, s.kind) as o on o.escrow_id = e.id
 where e.closed_at is not null and e.funded_at is not null
 group by e.id, e.worker_cents, e.refund_cents
having coalesce(sum(o.cents) filter (where o.kind = 'transfer'), 0) > e.worker_cents
    or coalesce(sum(o.cents) filter (where o.kind = 'refund'), 0) > e.refund_cents
    or coalesce(sum(o.cents) filter (where o.kind = 'reversal'), 0) > e.worker_cents
    or (not exists (select from settlement.settlement as f where f.escrow_id = e.id
                     and f.leg <> 'payer' and f.state = 'FAILED')
        and (coalesce(sum(o.cents) filter (where o.kind = 'transfer'), 0) <> e.worker_cents
             or coalesce(sum(o.cents) filter (where o.kind = 'refund'), 0) <> e.refund_cents));
comment on view audit._proves_movements_are_ordered is
    'Each ended escrow ordered the worker''s and the poster''s movement once and for the right cents';
