-- Shapes of settlement procedures.
do $$
begin
    if to_regtype('settlement.job') is null then
        create type settlement.job as (
            settlement_id uuid, fence bigint, action text, kind text, provider_key text,
            amount_cents bigint, currency text, destination text, intent_id text, charge_id text,
            reversed_reference text, reversed_kind text, transfer_group text, attempts integer);
        create type settlement.fate as (
            settlement_id uuid, fence bigint, outcome text, reference text, error text,
            is_outage boolean);
        create type settlement.verdict as (settlement_id uuid, state text, is_stale boolean);
        create type settlement.hold_view as (
            id uuid, settlement_id uuid, kind text, reason text, lifts_at timestamptz,
            opened_at timestamptz, closed_at timestamptz);
        create type settlement.view as (
            id uuid, kind text, leg text, escrow_id uuid, payee_id uuid, amount_cents bigint,
            currency text, state text, attempts integer, provider_reference text,
            due_at timestamptz, exhausted_at timestamptz, last_error text, replaces_id uuid,
            created_at timestamptz, finished_at timestamptz, holds settlement.hold_view[]);
    end if;
end $$;
comment on type settlement.job is
    'A settlement that a worker took: what to send, or to look up. @nullable destination intent_id charge_id
reversed_reference reversed_kind transfer_group';
comment on type settlement.fate is
    'What a call to the provider came to: done, refused, unknown or absent. @nullable reference error is_outage';
comment on type settlement.verdict is 'What a reported fate did; a stale one did nothing';
comment on type settlement.hold_view is 'What keeps a settlement back. @nullable lifts_at closed_at';
comment on type settlement.view is
    'An outbound movement. @machine settlement @nullable escrow_id payee_id provider_reference due_at exhausted_at
last_error replaces_id finished_at';
