create or replace view audit._proves_reservations_follow_settlements as
select a.id
  from ledger.account as a
  left join (select s.payee_id, s.currency, sum(s.amount_cents) as cents
               from settlement.settlement as s
              where s.kind = 'transfer' and s.state not in ('SETTLED', 'FAILED')
              group by s.payee_id, s.currency) as r
         on r.payee_id = a.owner_id and r.currency = a.currency
 where a.kind = 'payable' and a.reserved_cents <> coalesce(r.cents, 0);
comment on view audit._proves_reservations_follow_settlements is
    'What is reserved of a payable is the sum of the transfers under way';
