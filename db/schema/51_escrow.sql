-- Floor 4. The held money of a task; its terms are frozen at birth.
create table escrow.escrow (
    id                      uuid primary key default core.new_id(),
    task_id                 uuid not null constraint escrow_one_a_task unique
        constraint escrow_task_fkey references task.task (id) on delete restrict,
    amount_cents            core.price_cents not null,
    currency                core.currency not null,
    fee_bps                 integer not null
        constraint escrow_fee_bps check (fee_bps between 1 and 5000),
    cancellation_bps        integer not null
        constraint escrow_cancellation_bps check (cancellation_bps between 0 and 5000),
    cancellation_cap_cents  bigint not null
        constraint escrow_cancellation_cap check (cancellation_cap_cents >= 0),
    cancellation_free       interval not null
        constraint escrow_cancellation_free check (cancellation_free >= interval '0'),
    state                   text not null default 'PENDING',
    version                 integer not null default 1,
    worker_cents            bigint constraint escrow_worker_cents check (worker_cents >= 0),
    platform_cents          bigint constraint escrow_platform_cents check (platform_cents >= 0),
    release_cents           bigint constraint escrow_release_cents check (release_cents >= 0),
    refund_cents            bigint constraint escrow_refund_cents check (refund_cents >= 0),
    funding_journal_id      uuid,
    funding_event_id        uuid,
    closing_journal_id      uuid,
    funded_at               timestamptz,
    closed_at               timestamptz,
    created_at              timestamptz not null default core.now(),
    updated_at              timestamptz not null default core.now(),
    constraint escrow_funding_journal_fkey foreign key (funding_journal_id, id)
        references ledger.journal (id, escrow_id) on delete restrict,
    constraint escrow_closing_journal_fkey foreign key (closing_journal_id, id)
        references ledger.journal (id, escrow_id) on delete restrict,
    constraint escrow_funded_has_journal check (
        (funded_at is null) = (funding_journal_id is null)
        and case when state = 'PENDING' then funded_at is null
                 when state = 'REFUNDED' then true
                 else funded_at is not null end),
    constraint escrow_funded_has_event check ((funded_at is null) = (funding_event_id is null)),
    constraint escrow_closed_has_journal check (
        (closed_at is not null) = (state in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL'))
        and (closing_journal_id is not null) = (closed_at is not null and funded_at is not null)),
    constraint escrow_released_whole check (
        state <> 'RELEASED' or (release_cents is not null and release_cents = amount_cents
            and coalesce(refund_cents, 0) = 0)),
    constraint escrow_refunded_whole check (
        state <> 'REFUNDED' or (coalesce(release_cents, 0) = 0
            and refund_cents is not null
            and refund_cents = case when funded_at is null then 0 else amount_cents end)),
    constraint escrow_partial_present check (
        state <> 'REFUND_PARTIAL' or (release_cents is not null and refund_cents is not null)),
    constraint escrow_partial_sum check (
        state <> 'REFUND_PARTIAL' or release_cents is null or refund_cents is null
        or (release_cents + refund_cents = amount_cents and release_cents > 0 and refund_cents > 0)),
    constraint escrow_parts_when_closed check (
        case when closed_at is null
             then num_nonnulls(release_cents, refund_cents, worker_cents, platform_cents) = 0
             else state = 'REFUND_PARTIAL' and num_nulls(release_cents, refund_cents) > 0
                  or num_nulls(release_cents, refund_cents, worker_cents, platform_cents) = 0 end),
    constraint escrow_release_divided check (worker_cents + platform_cents = release_cents)
) with (fillfactor = 70);
-- funding_event_id is Stripe's event, of a higher floor, which checks it (schema/90). @source ESC-15
-- The keys to journals have no index: a journal is never deleted, and an index on what a move
-- sets would make every move of an escrow non-HOT.
comment on table escrow.escrow is
    'The money of one task, held until its end. Terms of pay are copied at birth and frozen. @source ESC-01 ESC-09 ESC-17';
