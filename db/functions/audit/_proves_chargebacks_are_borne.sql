-- D28
create or replace view audit._proves_chargebacks_are_borne as
select c.id
  from stripe.chargeback as c
  left join escrow.escrow as e on e.id = c.escrow_id
  left join lateral (
        select sum(abs(l.amount_cents)) filter (where j.kind = 'chargeback') / 2 as withdrawn,
               sum(abs(l.amount_cents)) filter (where j.kind = 'chargeback_reversed') / 2 as reinstated,
               sum(abs(l.amount_cents)) filter (where j.kind = 'chargeback_debt') / 2 as debt,
               sum(abs(l.amount_cents)) filter (where j.kind = 'refund_charged_back') / 2 as refund,
               sum(abs(l.amount_cents)) filter (where j.kind = 'chargeback_reassigned') / 2 as worker
          from ledger.journal as j join ledger.entry as l on l.journal_id = j.id
         where j.source_id = c.id) as p on true
 where (p.withdrawn, p.reinstated, coalesce(p.debt, 0), coalesce(p.refund, 0), coalesce(p.worker, 0))
       is distinct from (c.withdrawn_cents::numeric, c.reinstated_cents::numeric,
           c.debt_cents::numeric, c.from_refund_cents::numeric, c.worker_cents::numeric)
    or (c.outcome = 'lost' and e.closed_at is not null and not stripe._refund_in_flight(e.id)
        and c.from_escrow_cents + c.from_refund_cents + c.debt_cents <> c.amount_cents)
    or (c.escrow_id is not null and e.charged_back_cents is distinct from (
            select coalesce(sum(o.from_escrow_cents), 0) from stripe.chargeback as o
             where o.escrow_id = c.escrow_id))
    or (e.closed_at is null and e.lost_cents is distinct from (
            select least(e.amount_cents, coalesce(sum(o.amount_cents), 0)) from stripe.chargeback as o
             where o.escrow_id = c.escrow_id and o.outcome = 'lost') and c.escrow_id is not null)
union all
select e.id
  from escrow.escrow as e
 where e.lost_cents > 0 and not exists (
        select from stripe.chargeback as c where c.escrow_id = e.id and c.outcome = 'lost');

comment on view audit._proves_chargebacks_are_borne is
    'Each chargeback is posted as it was told, and a lost one is borne whole, to the cent, by somebody';
