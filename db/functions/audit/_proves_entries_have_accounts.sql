-- Entries carry no foreign key to accounts; this is its proof, and that of the chart of accounts.
create or replace view audit._proves_entries_have_accounts as
select e.journal_id, e.line
  from ledger.entry as e
  left join ledger.journal as j on j.id = e.journal_id
  left join ledger.account as a on a.id = e.account_id and a.currency = e.currency
  left join ledger.posting as p on p.journal_kind = j.kind and p.account_kind = a.kind
        and p.sign = sign(e.amount_cents)
 where p.sign is null;
comment on view audit._proves_entries_have_accounts is
    'Each ledger entry is on an account of its currency and of a kind that its journal may touch so';
