-- ESC-16 ESC-18
create or replace view audit._proves_movements_are_ordered as
select e.id
  from escrow.escrow as e
  left join (select s.escrow_id, case s.leg when 'worker' then 'transfer' else 'refund' end as kind,
                    sum(s.amount_cents) filter (where s.kind <> 'reversal')
                    - coalesce(sum(s.amount_cents) filter (where s.kind = 'reversal' and s.state = 'SETTLED'), 0)
                        as cents
               from settlement.settlement as s
              where s.state <> 'FAILED' and s.leg <> 'payer'
              group by s.escrow_id, s.leg) as o on o.escrow_id = e.id
 where e.closed_at is not null and e.funded_at is not null
 group by e.id, e.worker_cents, e.refund_cents
having coalesce(sum(o.cents) filter (where o.kind = 'transfer'), 0) > e.worker_cents
    or coalesce(sum(o.cents) filter (where o.kind = 'refund'), 0) > e.refund_cents
    or (not exists (select from settlement.settlement as f where f.escrow_id = e.id
                     and f.leg <> 'payer' and (f.state = 'FAILED' or f.kind = 'reversal'))
        and (coalesce(sum(o.cents) filter (where o.kind = 'transfer'), 0) <> e.worker_cents
             or coalesce(sum(o.cents) filter (where o.kind = 'refund'), 0) <> e.refund_cents));
comment on view audit._proves_movements_are_ordered is
    'Each ended escrow ordered the worker''s and the poster''s movement once and for the right cents';
