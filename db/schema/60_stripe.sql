-- Floor 5. What Stripe told us, and the payment intents that we ordered from it.
create table stripe.event (
    id                 uuid primary key default core.new_id(),
    provider_event_id  text not null constraint event_provider_id_unique unique
        constraint event_provider_id_length check (length(provider_event_id) between 1 and 255),
    type               text not null
        constraint event_type_length check (length(type) between 1 and 255),
    object_id          text not null
        constraint event_object_id_length check (length(object_id) between 1 and 255),
    livemode           boolean not null,
    body               text not null,
    payload            jsonb not null,
    state              text not null default 'RECEIVED',
    version            integer not null default 1,
    attempts           integer not null default 0,
    last_error         text,
    outcome            text,
    same_fact_as       uuid
        constraint event_same_fact_fkey references stripe.event (id) on delete restrict,
    due_at             timestamptz not null default core.now(),
    received_at        timestamptz not null default core.now(),
    finished_at        timestamptz,
    updated_at         timestamptz not null default core.now(),
    constraint event_finished_by_state check (
        (finished_at is not null) = (state in ('PROCESSED', 'IGNORED')))
);
create index event_due on stripe.event (due_at) where finished_at is null;
create index event_fact on stripe.event (object_id, type);
create index event_same_fact on stripe.event (same_fact_as);
comment on table stripe.event is
    'Inbox of Stripe''s webhooks: the row is the order to process it. @source ESC-15 STL-04';

create table stripe.intent (
    id                   uuid primary key default core.new_id(),
    purpose              text not null constraint intent_purpose_known
        check (purpose in ('escrow', 'tip', 'expense', 'debt')),
    escrow_id            uuid not null
        constraint intent_escrow_fkey references escrow.escrow (id) on delete restrict,
    amount_cents         core.price_cents not null,
    currency             core.currency not null,
    state                text not null default 'PREPARING',
    version              integer not null default 1,
    provider_intent_id   text constraint intent_provider_id_unique unique,
    client_secret        text,
    attempts             integer not null default 0,
    due_at               timestamptz default core.now(),
    cancel_requested_at  timestamptz,
    created_at           timestamptz not null default core.now(),
    updated_at           timestamptz not null default core.now(),
    constraint intent_known_by_state check (
        state not in ('READY', 'SUCCEEDED') or provider_intent_id is not null)
);
create unique index intent_one_live on stripe.intent (escrow_id, purpose)
    where state <> 'CANCELLED';
create index intent_escrow on stripe.intent (escrow_id);
create index intent_due on stripe.intent (due_at) where due_at is not null;
comment on table stripe.intent is
    'Payment intents: order rows to create and to cancel them at Stripe. @source ESC-02 ESC-17';

create table stripe.chargeback (
    id                    uuid primary key default core.new_id(),
    provider_dispute_id   text not null constraint chargeback_provider_id_unique unique
        constraint chargeback_provider_id_length
        check (length(provider_dispute_id) between 1 and 255),
    provider_intent_id    text,
    escrow_id             uuid
        constraint chargeback_escrow_fkey references escrow.escrow (id) on delete restrict,
    amount_cents          bigint not null
        constraint chargeback_amount_positive check (amount_cents > 0),
    currency              core.currency not null,
    opened_at             timestamptz,
    withdrawn_cents       bigint
        constraint chargeback_withdrawn_positive check (withdrawn_cents > 0),
    withdrawn_journal_id  uuid
        constraint chargeback_withdrawn_fkey references ledger.journal (id) on delete restrict,
    reinstated_cents      bigint
        constraint chargeback_reinstated_positive check (reinstated_cents > 0),
    reinstated_journal_id  uuid
        constraint chargeback_reinstated_fkey references ledger.journal (id) on delete restrict,
    outcome               text constraint chargeback_outcome_known check (outcome in ('won', 'lost')),
    closed_at             timestamptz,
    from_escrow_cents     bigint not null default 0
        constraint chargeback_from_escrow_cents check (from_escrow_cents >= 0),
    from_refund_cents     bigint not null default 0
        constraint chargeback_from_refund_cents check (from_refund_cents >= 0),
    debt_cents            bigint not null default 0
        constraint chargeback_debt_cents check (debt_cents >= 0),
    worker_cents          bigint not null default 0
        constraint chargeback_worker_cents check (worker_cents between 0 and debt_cents),
    created_at            timestamptz not null default core.now(),
    updated_at            timestamptz not null default core.now(),
    constraint chargeback_withdrawn_is_posted check (
        (withdrawn_cents is null) = (withdrawn_journal_id is null)),
    constraint chargeback_reinstated_is_posted check (
        (reinstated_cents is null) = (reinstated_journal_id is null)),
    constraint chargeback_closed_whole check ((closed_at is null) = (outcome is null)),
    constraint chargeback_borne_within_amount check (
        from_escrow_cents + from_refund_cents + debt_cents in (0, amount_cents)
        and (outcome is not distinct from 'lost'
             or from_escrow_cents + from_refund_cents + debt_cents = 0))
);
create index chargeback_escrow on stripe.chargeback (escrow_id);
create index chargeback_withdrawn on stripe.chargeback (withdrawn_journal_id);
create index chargeback_reinstated on stripe.chargeback (reinstated_journal_id);
comment on table stripe.chargeback is
    'Payments that a cardholder contested at his bank, by Stripe''s dispute id, and who bears a lost one';
comment on column stripe.chargeback.from_escrow_cents is
    'Of a lost one: what the escrow''s end gave to the poster, who has it from his bank already';
comment on column stripe.chargeback.from_refund_cents is
    'Of a lost one: what a refund that was stopped would have sent to the poster';
comment on column stripe.chargeback.debt_cents is 'Of a lost one: what the poster owed for it';
comment on column stripe.chargeback.worker_cents is
    'Of debt_cents: what an admin decided that the worker bears instead';

create table stripe.outside_refund (
    id                  uuid primary key default core.new_id(),
    event_id            uuid not null constraint outside_refund_one_an_event unique
        constraint outside_refund_event_fkey references stripe.event (id) on delete restrict,
    provider_charge_id  text not null,
    escrow_id           uuid not null
        constraint outside_refund_escrow_fkey references escrow.escrow (id) on delete restrict,
    amount_cents        bigint not null
        constraint outside_refund_amount_positive check (amount_cents > 0),
    currency            core.currency not null,
    from_escrow_cents   bigint not null default 0
        constraint outside_refund_from_escrow check (from_escrow_cents >= 0),
    from_refund_cents   bigint not null default 0
        constraint outside_refund_from_refund check (from_refund_cents >= 0),
    debt_cents          bigint not null default 0
        constraint outside_refund_debt check (debt_cents >= 0),
    created_at          timestamptz not null default core.now(),
    updated_at          timestamptz not null default core.now(),
    constraint outside_refund_borne_whole check (
        from_escrow_cents + from_refund_cents + debt_cents in (0, amount_cents))
);
create index outside_refund_escrow on stripe.outside_refund (escrow_id);
comment on table stripe.outside_refund is
    'Refunds that somebody made at Stripe and not by us, and what stood for each: the poster''s part of the
escrow, a refund of ours that was stopped, or the poster''s debt';
