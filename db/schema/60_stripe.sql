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
