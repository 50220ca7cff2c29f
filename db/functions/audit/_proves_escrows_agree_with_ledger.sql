create or replace view audit._proves_escrows_agree_with_ledger as
select e.id
  from escrow.escrow as e
  left join (select l.escrow_id, l.currency, sum(l.amount_cents) as cents
               from ledger.entry as l
               join ledger.account as a on a.id = l.account_id
              where a.kind = 'escrow'
              group by l.escrow_id, l.currency) as s
         on s.escrow_id = e.id and s.currency = e.currency
 where coalesce(s.cents, 0)
    <> case when e.state in ('FUNDED', 'LOCKED_DISPUTE') then e.amount_cents else 0 end
union all
select l.escrow_id
  from ledger.entry as l
  join ledger.account as a on a.id = l.account_id
 where a.kind = 'escrow' and not exists (
       select from escrow.escrow as e where e.id = l.escrow_id and e.currency = l.currency);
comment on view audit._proves_escrows_agree_with_ledger is
    'The ledger holds for each escrow exactly what its state says, in its currency, and for no other';
