-- Journals and entries bear the transaction that writes them: a later one would hide them from the
-- balances, an earlier one from the snapshots.
create or replace trigger transaction_is_its_own before insert on ledger.journal
    for each row when (new.transaction_id <> pg_current_xact_id())
    execute function core._refuse('HXA11', 'transaction_id',
        'A journal bears the transaction that writes it.');
create or replace trigger transaction_is_its_own before insert on ledger.entry
    for each row when (new.transaction_id <> pg_current_xact_id())
    execute function core._refuse('HXA11', 'transaction_id',
        'An entry bears the transaction that writes it.');
