-- D3 D4
create or replace view audit._proves_outside_refunds_are_borne as
select o.id
  from stripe.outside_refund as o
  join escrow.escrow as e on e.id = o.escrow_id
  left join lateral (
        select sum(abs(l.amount_cents)) filter (where j.kind = 'refund_outside') / 2 as told,
               sum(abs(l.amount_cents)) filter (where j.kind = 'refund_returned') / 2 as refund,
               sum(abs(l.amount_cents)) filter (where j.kind = 'refund_outside_debt') / 2 as debt
          from ledger.journal as j join ledger.entry as l on l.journal_id = j.id
         where j.source_id = o.id) as p on true
 where (p.told, coalesce(p.refund, 0), coalesce(p.debt, 0))
       is distinct from (o.amount_cents::numeric, o.from_refund_cents::numeric, o.debt_cents::numeric)
    or (e.closed_at is not null and not stripe._refund_in_flight(e.id)
        and o.from_escrow_cents + o.from_refund_cents + o.debt_cents <> o.amount_cents)
union all
select e.id
  from escrow.escrow as e
  left join (select o.escrow_id, sum(o.amount_cents) as cents, sum(o.from_escrow_cents) as given
               from stripe.outside_refund as o group by o.escrow_id) as s on s.escrow_id = e.id
 where e.returned_cents <> coalesce(s.given, 0)
    or (e.closed_at is null and e.outside_cents <> coalesce(s.cents, 0));

comment on view audit._proves_outside_refunds_are_borne is
    'Each refund by another hand is posted as it was told, and stood for, to the cent, by the end';
