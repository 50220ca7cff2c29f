create or replace view audit._proves_no_orphan_orders as
select s.id
  from settlement.settlement as s
 where s.kind <> 'reversal'
   and not exists (
        select from ledger.journal as j
          join ledger.entry as e on e.journal_id = j.id
          join ledger.account as a on a.id = e.account_id
         where j.source_id = s.source_id and j.escrow_id is not distinct from s.escrow_id
           and j.kind in ('release', 'refund', 'partial', 'suspense_returned')
           and a.kind = case s.kind when 'transfer' then 'payable' else 'refund_due' end
           and e.amount_cents >= s.amount_cents and e.currency = s.currency)
   and not exists (
        select from settlement.settlement as r
         where r.id = s.source_id and r.kind = 'reversal' and r.state = 'SETTLED'
           and r.leg = s.leg and r.amount_cents >= s.amount_cents)
union all
select i.id from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
 where e.closed_at is not null and i.state in ('PREPARING', 'READY') and i.cancel_requested_at is null;
comment on view audit._proves_no_orphan_orders is
    'Each order has its cause: a settlement a journal, a live intent an open escrow or its cancellation';
