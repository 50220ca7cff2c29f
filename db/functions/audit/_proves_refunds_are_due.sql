create or replace view audit._proves_refunds_are_due as
select l.escrow_id, l.currency
  from ledger.account as a
  join ledger.entry as l on l.account_id = a.id
 where a.kind = 'refund_due'
 group by l.escrow_id, l.currency
having sum(l.amount_cents) < 0;
comment on view audit._proves_refunds_are_due is
    'No more is refunded of an escrow than is due to its poster';
