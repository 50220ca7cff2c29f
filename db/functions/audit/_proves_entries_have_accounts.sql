-- Entries carry no foreign key to accounts; this is its proof.
create or replace view audit._proves_entries_have_accounts as
select e.journal_id, e.line
  from ledger.entry as e
  left join ledger.account as a on a.id = e.account_id and a.currency = e.currency
 where a.id is null;
comment on view audit._proves_entries_have_accounts is
    'Each ledger entry is on an account of its currency';
