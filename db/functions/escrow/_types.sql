-- Shapes of escrow procedures.
do $$
begin
    if to_regtype('escrow.view') is null then
        create type escrow.view as (
            id uuid, task_id uuid, amount_cents bigint, currency text, fee_bps integer, state text,
            release_cents bigint, refund_cents bigint, worker_cents bigint, platform_cents bigint,
            charged_back_cents bigint, returned_cents bigint, held_at timestamptz, funded_at timestamptz, closed_at timestamptz, created_at timestamptz);
        create type escrow.parts as (
            release_cents bigint, worker_cents bigint, platform_cents bigint, refund_cents bigint,
            charged_back_cents bigint, returned_cents bigint);
        create type escrow.hold_view as (
            id uuid, escrow_id uuid, task_id uuid, kind text, reason text, opened_at timestamptz,
            closed_at timestamptz, closing_reason text, escrow_state text);
        create type escrow.payment as (
            escrow_id uuid, intent_id uuid, state text, amount_cents bigint, currency text,
            client_secret text);
        create type escrow.timeline_entry as (
            escrow_id uuid, task_id uuid, title text, amount_cents bigint, currency text,
            category text, context text, expected_at timestamptz, closed_at timestamptz);
    end if;
end $$;
comment on type escrow.view is 'The money of a task. @nullable release_cents refund_cents worker_cents
platform_cents held_at funded_at closed_at';
comment on type escrow.parts is 'The parts of an amount; release is worker and platform, and release, refund,
charged back and returned are the whole';
comment on type escrow.hold_view is 'A hold on a payment. @nullable closed_at closing_reason';
comment on type escrow.payment is 'The payment intent of an escrow. @machine intent @nullable client_secret';
comment on type escrow.timeline_entry is 'What a worker may expect and when. @nullable expected_at closed_at';
