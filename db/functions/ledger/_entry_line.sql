-- An entry as its line of a leaf (db/docs/seals.md). No field can hold the bar.
create or replace function ledger._entry_line(entry ledger.entry)
    returns text
    language sql stable
as $$
    select concat_ws('|', 'entry', (_entry_line.entry).journal_id, (_entry_line.entry).line,
        (_entry_line.entry).account_id, (_entry_line.entry).amount_cents, (_entry_line.entry).currency,
        coalesce((_entry_line.entry).escrow_id::text, '-'), ledger._exact((_entry_line.entry).at),
        (_entry_line.entry).transaction_id)
$$;
