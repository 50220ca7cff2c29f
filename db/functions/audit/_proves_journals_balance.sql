-- STL-03
create or replace view audit._proves_journals_balance as
select j.id
  from ledger.journal as j
  left join ledger.entry as e on e.journal_id = j.id
 group by j.id, e.currency
having count(e.line) < 2 or sum(e.amount_cents) <> 0;
comment on view audit._proves_journals_balance is
    'Each journal has at least two entries, which sum to zero per currency';
