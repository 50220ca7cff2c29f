create or replace view audit.proves_no_orphan_orders as
select s.id from settlement.settlement as s
 where s.escrow_id is not null
   and not exists (select from ledger.journal as j where j.escrow_id = s.escrow_id
        and j.kind in ('release', 'refund', 'partial', 'suspense_returned'))
union all
select i.id from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
 where e.closed_at is not null and i.state in ('PREPARING', 'READY') and i.cancel_requested_at is null;
comment on view audit.proves_no_orphan_orders is
    'Each order has its cause: a settlement a journal, a live intent an open escrow or its cancellation';
