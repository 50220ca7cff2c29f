-- A journal as its line of a leaf (db/docs/seals.md). No field can hold the bar.
create or replace function ledger._journal_line(journal ledger.journal)
    returns text
    language sql stable
as $$
    select concat_ws('|', 'journal', (_journal_line.journal).id, (_journal_line.journal).kind,
        (_journal_line.journal).source_id, coalesce((_journal_line.journal).escrow_id::text, '-'),
        ledger._exact((_journal_line.journal).at), ledger._exact((_journal_line.journal).recorded_at),
        (_journal_line.journal).transaction_id)
$$;
