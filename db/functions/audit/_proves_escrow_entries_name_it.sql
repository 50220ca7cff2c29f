create or replace view audit._proves_escrow_entries_name_it as
select l.journal_id, l.line
  from ledger.account as a
  join ledger.entry as l on l.account_id = a.id
 where a.kind = 'escrow' and l.escrow_id is null
union all
select l.journal_id, l.line
  from ledger.entry as l
  join ledger.journal as j on j.id = l.journal_id
 where l.escrow_id is distinct from j.escrow_id;
comment on view audit._proves_escrow_entries_name_it is
    'Every entry of an escrow bears its id, and so does its journal';
