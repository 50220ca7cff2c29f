-- LED-011
create or replace view audit._proves_balances_follow_entries as
select a.id
  from ledger.account as a
  left join (select e.account_id, sum(e.amount_cents) as cents
               from ledger.entry as e group by e.account_id) as s on s.account_id = a.id
 where a.balance_cents is not null and a.balance_cents <> coalesce(s.cents, 0);
comment on view audit._proves_balances_follow_entries is
    'Each stored balance is the sum of its entries';
