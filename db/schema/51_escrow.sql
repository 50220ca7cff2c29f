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
    lost_cents              bigint not null default 0
        constraint escrow_lost_cents check (lost_cents between 0 and amount_cents),
    charged_back_cents      bigint not null default 0
        constraint escrow_charged_back_cents check (charged_back_cents between 0 and lost_cents),
    outside_cents           bigint not null default 0
        constraint escrow_outside_cents check (outside_cents between 0 and amount_cents),
    returned_cents          bigint not null default 0
        constraint escrow_returned_cents check (returned_cents between 0 and outside_cents),
    held_at                 timestamptz,
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
            and coalesce(refund_cents, 0) = 0
            and charged_back_cents + returned_cents = 0)),
    constraint escrow_refunded_whole check (
        state <> 'REFUNDED' or (coalesce(release_cents, 0) = 0
            and refund_cents is not null
            and refund_cents + charged_back_cents + returned_cents
                = case when funded_at is null then 0 else amount_cents end)),
    constraint escrow_partial_present check (
        state <> 'REFUND_PARTIAL' or (release_cents is not null and refund_cents is not null)),
    constraint escrow_partial_sum check (
        state <> 'REFUND_PARTIAL' or release_cents is null or refund_cents is null
        or (release_cents + refund_cents + charged_back_cents + returned_cents = amount_cents
            and release_cents > 0 and refund_cents >= 0
            and refund_cents + charged_back_cents + returned_cents > 0)),
    constraint escrow_taken_back_at_end check (
        charged_back_cents + returned_cents = 0 or closed_at is not null),
    constraint escrow_held_is_locked check (held_at is null or state = 'LOCKED_DISPUTE'),
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
comment on column escrow.escrow.lost_cents is
    'What Stripe took back by chargebacks that were lost before the end';
comment on column escrow.escrow.charged_back_cents is
    'The part of the amount that the end gives to the poster and that Stripe has taken back already';
comment on column escrow.escrow.outside_cents is
    'What was refunded at Stripe by another hand before the end';
comment on column escrow.escrow.returned_cents is
    'The part of the amount that the end gives to the poster and that he got back by another hand';
comment on column escrow.escrow.held_at is 'Since when a hold stands; null where none does';

create domain escrow.hold_kind as text constraint escrow_hold_kind_known
    check (value in ('FRAUD', 'SAFETY', 'REVIEW'));
comment on domain escrow.hold_kind is 'Why staff holds a payment: FRAUD, SAFETY or REVIEW';

create table escrow.hold (
    id                   uuid primary key default core.new_id(),
    escrow_id            uuid not null
        constraint hold_escrow_fkey references escrow.escrow (id) on delete restrict,
    kind                 text not null constraint hold_kind_known
        check (kind in ('CHARGEBACK', 'OUTSIDE_REFUND', 'FRAUD', 'SAFETY', 'REVIEW')),
    reason               core.reason not null,
    opened_by            uuid
        constraint hold_opened_by_fkey references account.user (id) on delete restrict,
    provider_dispute_id  text constraint hold_provider_dispute_unique unique,
    opened_at            timestamptz not null default core.now(),
    closed_at            timestamptz,
    closed_by            uuid
        constraint hold_closed_by_fkey references account.user (id) on delete restrict,
    closing_reason       core.reason,
    constraint hold_chargeback_is_stripes check (
        (kind = 'CHARGEBACK') = (provider_dispute_id is not null)
        and (kind in ('CHARGEBACK', 'OUTSIDE_REFUND')) = (opened_by is null)
        and (kind <> 'CHARGEBACK' or closed_by is null)),
    constraint hold_closed_whole check (
        (closed_at is null) = (closing_reason is null)
        and (kind = 'CHARGEBACK' or (closed_at is null) = (closed_by is null)))
);
create unique index hold_one_open on escrow.hold (escrow_id, kind)
    where closed_at is null and kind <> 'CHARGEBACK';
create index hold_escrow on escrow.hold (escrow_id);
create index hold_opened_by on escrow.hold (opened_by);
create index hold_closed_by on escrow.hold (closed_by);
comment on table escrow.hold is
    'Why the money of an escrow may not move: opened and lifted by staff; CHARGEBACK by Stripe''s
events alone, OUTSIDE_REFUND opened by them and lifted by staff';
