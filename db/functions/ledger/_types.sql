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
end $$;
comment on type ledger.leg is 'One line of a journal to be posted: whose account of which kind, signed cents';
comment on type ledger.trial_line is 'Sum of all accounts of a kind; all lines of a currency sum to zero';
comment on type ledger.flow is 'What journals of a kind moved within an hour: cents that went from some to others';
