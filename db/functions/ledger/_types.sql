-- Shapes of ledger procedures.
do $$
begin
    if to_regtype('ledger.leg') is null then
        create type ledger.leg as (kind text, owner_id uuid, amount_cents bigint);
        create type ledger.trial_line as (
            kind text, currency text, balance_cents bigint, entries bigint);
        create type ledger.flow as (
            hour_at timestamptz, kind text, journals bigint, moved_cents bigint, currency text);
    end if;
    if to_regtype('ledger.seal_view') is null then
        create type ledger.seal_view as (
            number bigint, day date, from_horizon text, horizon text, journals integer,
            entries integer, root text, previous_hash text, hash text, sealed_at timestamptz);
        create type ledger.seal_fault as (
            fault text, what text, journal_id uuid, line integer, details text);
        create type ledger.proof_step as (side text, hash text);
        create type ledger.inclusion_proof as (
            settlement_id uuid, leaf text, path ledger.proof_step[], seal ledger.seal_view);
    end if;
end $$;
comment on type ledger.leg is 'One line of a journal to be posted: whose account of which kind, signed cents';
comment on type ledger.trial_line is 'Sum of all accounts of a kind; all lines of a currency sum to zero';
comment on type ledger.flow is 'What journals of a kind moved within an hour: cents that went from some to others';
comment on type ledger.seal_view is
    'A seal; hashes in hexadecimal, horizons as decimal numbers (db/docs/seals.md)';
comment on type ledger.seal_fault is
    'What does not fit a seal: changed, missing or added; a journal, an entry (by its line), a leaf or the seal itself.
@nullable journal_id line';
comment on type ledger.proof_step is
    'The hash that stands at the left or right of what was hashed so far, on the way to the root';
comment on type ledger.inclusion_proof is
    'That a movement of money is in a seal: its leaf, the way from it to the root, and the seal (scripts/verify-proof)';
