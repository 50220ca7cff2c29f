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
create index event_unknown_transfer on stripe.event ((payload #>> '{data,object,transfer_group}'))
    where outcome = 'transfer_unknown';
create index event_same_fact on stripe.event (same_fact_as);
comment on table stripe.event is
    'Inbox of Stripe''s webhooks: the row is the order to process it. @source ESC-15 STL-04';

create table stripe.intent (
    id                   uuid primary key default core.new_id(),
    purpose              text not null constraint intent_purpose_known
        check (purpose in ('escrow', 'tip', 'expense', 'debt')),
    escrow_id            uuid
        constraint intent_escrow_fkey references escrow.escrow (id) on delete restrict,
    payer_id             uuid
        constraint intent_payer_fkey references account.user (id) on delete restrict,
    amount_cents         bigint not null
        constraint intent_amount_range check (amount_cents between 1 and 100000000),
    currency             core.currency not null,
    state                text not null default 'PREPARING',
    version              integer not null default 1,
    provider_intent_id   text constraint intent_provider_id_unique unique,
    provider_charge_id   text,
    client_secret        text,
    attempts             integer not null default 0,
    fence                bigint not null default 0,
    lease_owner          text,
    lease_ends_at        timestamptz,
    last_error           text,
    due_at               timestamptz default core.now(),
    cancel_requested_at  timestamptz,
    created_at           timestamptz not null default core.now(),
    updated_at           timestamptz not null default core.now(),
    constraint intent_known_by_state check (
        state not in ('READY', 'SUCCEEDED') or provider_intent_id is not null),
    constraint intent_pays_something check ((purpose = 'debt') = (escrow_id is null)
        and (purpose = 'debt') = (payer_id is not null))
);
create unique index intent_one_live on stripe.intent (escrow_id, purpose)
    where state <> 'CANCELLED';
create unique index intent_one_live_debt on stripe.intent (payer_id, currency)
    where purpose = 'debt' and state in ('PREPARING', 'READY');
create index intent_payer on stripe.intent (payer_id) where payer_id is not null;
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

create table stripe.payment_failure (
    event_id   uuid primary key
        constraint payment_failure_event_fkey references stripe.event (id) on delete restrict,
    escrow_id  uuid
        constraint payment_failure_escrow_fkey references escrow.escrow (id) on delete restrict,
    payer_id   uuid
        constraint payment_failure_payer_fkey references account.user (id) on delete restrict,
    provider_intent_id  text not null,
    code       text not null,
    failed_at  timestamptz not null default core.now()
);
create index payment_failure_escrow on stripe.payment_failure (escrow_id, failed_at);
create index payment_failure_payer on stripe.payment_failure (payer_id);
comment on table stripe.payment_failure is
    'Payments that a card refused: Stripe''s code, no card data. The same intent may be paid again';

create table stripe.connected_account (
    account_id            uuid primary key
        constraint connected_account_fkey references account.user (id) on delete restrict,
    provider_account_id   text constraint connected_account_provider_unique unique,
    details_submitted     boolean not null default false,
    transfers_enabled     boolean not null default false,
    payouts_enabled       boolean not null default false,
    requirements          text[] not null default '{}',
    disabled_reason       text,
    destination           text,
    destination_changed_at     timestamptz,
    link_requested_at     timestamptz,
    link_url              text,
    link_ends_at          timestamptz,
    told_at               timestamptz,
    attempts              integer not null default 0,
    fence                 bigint not null default 0,
    lease_owner           text,
    lease_ends_at         timestamptz,
    last_error            text,
    due_at                timestamptz,
    created_at            timestamptz not null default core.now(),
    updated_at            timestamptz not null default core.now(),
    constraint connected_account_known check (
        provider_account_id is not null or not (details_submitted or transfers_enabled or payouts_enabled)),
    constraint connected_account_link_whole check ((link_url is null) = (link_ends_at is null))
);
create index connected_account_due on stripe.connected_account (due_at) where due_at is not null;
comment on table stripe.connected_account is
    'Express accounts of workers at Stripe, what Stripe says that they may, and the order to make, link or ask again. @source STR-02';
comment on column stripe.connected_account.destination is
    'Fingerprint of the bank account or card that payouts go to, as Stripe tells it';
comment on column stripe.connected_account.told_at is
    'When Stripe knew this; what it tells of an earlier time changes nothing';

create table stripe.payout (
    id                    uuid primary key default core.new_id(),
    provider_payout_id    text not null constraint payout_provider_unique unique,
    provider_account_id   text not null,
    account_id            uuid
        constraint payout_account_fkey references account.user (id) on delete restrict,
    amount_cents          bigint not null,
    currency              core.currency not null,
    state                 text not null default 'PENDING',
    version               integer not null default 1,
    failure_code          text,
    arrives_at            timestamptz,
    created_at            timestamptz not null default core.now(),
    updated_at            timestamptz not null default core.now()
);
create index payout_account on stripe.payout (account_id);
comment on table stripe.payout is
    'What Stripe paid from a connected account to its bank: recorded, never posted. @source STR-12';

create table stripe.evidence (
    id                uuid primary key default core.new_id(),
    chargeback_id     uuid not null constraint evidence_one_a_chargeback unique
        constraint evidence_chargeback_fkey references stripe.chargeback (id) on delete restrict,
    attempts          integer not null default 0,
    fence             bigint not null default 0,
    lease_owner       text,
    lease_ends_at     timestamptz,
    last_error        text,
    due_at            timestamptz default core.now(),
    submitted_at      timestamptz,
    created_at        timestamptz not null default core.now(),
    updated_at        timestamptz not null default core.now(),
    constraint evidence_due_unless_submitted check (submitted_at is null or due_at is null)
);
create index evidence_due on stripe.evidence (due_at) where due_at is not null;
comment on table stripe.evidence is
    'Orders to hand a chargeback''s evidence in, made of the task''s own record';

create table stripe.poll (
    name        text primary key,
    since_at    timestamptz not null,
    polled_at   timestamptz not null default core.now()
);
comment on table stripe.poll is
    'How far the lists of Stripe''s events were read, which fill what webhooks left out. @source STR-10';

create table stripe.fraud_warning (
    event_id            uuid primary key
        constraint fraud_warning_event_fkey references stripe.event (id) on delete restrict,
    provider_intent_id  text not null,
    warned_at           timestamptz not null default core.now()
);
create index fraud_warning_intent on stripe.fraud_warning (provider_intent_id);
comment on table stripe.fraud_warning is
    'Payments of which the card''s bank warned early: their transfers wait for a person';

create table stripe.statement (
    name             text primary key constraint statement_name_shape check (name ~ '^[a-z_]+$'),
    since_at         timestamptz,
    known_at         timestamptz,
    window_at        timestamptz,
    window_known_at  timestamptz,
    page_after       text,
    balance          jsonb,
    balance_at       timestamptz,
    fence            bigint not null default 0,
    lease_owner      text,
    lease_ends_at    timestamptz,
    horizon          xid8 not null default '0',
    settled_at       timestamptz,
    mark             xid8,
    marked_at        timestamptz,
    compared_at      timestamptz,
    balanced_at      timestamptz,
    updated_at       timestamptz not null default core.now(),
    constraint statement_window_whole check ((window_at is null) = (window_known_at is null)),
    constraint statement_balance_whole check ((balance is null) = (balance_at is null)),
    constraint statement_mark_whole check ((mark is null) = (marked_at is null))
);
comment on table stripe.statement is
    'How far Stripe''s list of balance transactions was read, page by page, and compared with the ledger.
@source STL-07';
comment on column stripe.statement.since_at is 'Until when it was read whole, by the real clock';
comment on column stripe.statement.known_at is
    'The same by the domain''s clock: what was posted later may not be on it yet';
comment on column stripe.statement.horizon is
    'Lines and entries of transactions before it are in the comparisons, and no others';
comment on column stripe.statement.settled_at is
    'What was written before this time, by the domain''s clock, is below the horizon';
comment on column stripe.statement.balance is 'What Stripe said it holds, by currency, in minor units';
comment on column stripe.statement.balanced_at is
    'When what Stripe held was last seen to be the sum of its statement';

create table stripe.statement_line (
    id                       uuid primary key default core.new_id(),
    provider_transaction_id  text not null constraint statement_line_provider_unique unique,
    kind                     text not null,
    movement                 text not null constraint statement_line_movement_known
        check (movement in ('payment', 'refund', 'outside_refund', 'transfer', 'dispute', 'payout',
            'cost', 'other')),
    object_id                text not null,
    source_id                text,
    provider_intent_id       text,
    provider_charge_id       text,
    settlement_id            uuid,
    amount_cents             bigint not null,
    fee_cents                bigint not null,
    net_cents                bigint not null,
    currency                 core.currency not null,
    moved_at                 timestamptz not null,
    available_at             timestamptz not null,
    read_at                  timestamptz not null default core.now(),
    transaction_id           xid8 not null default pg_current_xact_id(),
    constraint statement_line_net check (net_cents = amount_cents - fee_cents)
);
create index statement_line_object on stripe.statement_line (movement, object_id);
create index statement_line_transaction on stripe.statement_line (transaction_id);
create index statement_line_moved on stripe.statement_line (moved_at, id);
create index statement_line_settlement on stripe.statement_line (settlement_id)
    where settlement_id is not null;
comment on table stripe.statement_line is
    'Stripe''s balance transactions of the platform as it lists them, append-only. @source STL-07 REC-004';
comment on column stripe.statement_line.movement is
    'What it is to our books; object_id is then the payment intent, refund, transfer, dispute or line';
comment on column stripe.statement_line.source_id is 'The object at Stripe that moved the money';
comment on column stripe.statement_line.settlement_id is
    'The settlement that the object names: what Stripe says, no key';

create table stripe.comparison (
    id            uuid primary key default core.new_id(),
    movement      text not null,
    object_id     text not null,
    currency      core.currency not null,
    ours_cents    bigint not null default 0,
    theirs_cents  bigint not null default 0,
    entries       integer not null default 0,
    lines         integer not null default 0,
    posted_at     timestamptz,
    read_at       timestamptz,
    created_at    timestamptz not null default core.now(),
    updated_at    timestamptz not null default core.now(),
    constraint comparison_one unique (movement, object_id, currency)
) with (fillfactor = 80);
create index comparison_differs on stripe.comparison (id)
    where ours_cents <> theirs_cents and movement <> 'payout';
comment on table stripe.comparison is
    'One an object at Stripe: what the ledger says that it moved, and what Stripe''s statement says,
both as Stripe counts: + is what it holds for us. @source STL-06 STL-07 S-L2 S-L11';

create table stripe.inquiry (
    id               uuid primary key default core.new_id(),
    object           text not null constraint inquiry_object_known
        check (object in ('payment_intent', 'charge', 'refund', 'transfer', 'dispute')),
    object_id        text not null,
    returns_payment  boolean not null default false,
    attempts         integer not null default 0,
    fence            bigint not null default 0,
    lease_owner      text,
    lease_ends_at    timestamptz,
    last_error       text,
    due_at           timestamptz default core.now(),
    answered_at      timestamptz,
    created_at       timestamptz not null default core.now(),
    updated_at       timestamptz not null default core.now(),
    constraint inquiry_due_unless_answered check (answered_at is null or due_at is null),
    constraint inquiry_returns_payments check (not returns_payment or object = 'payment_intent')
);
create index inquiry_due on stripe.inquiry (due_at) where due_at is not null;
create index inquiry_object on stripe.inquiry (object_id);
comment on table stripe.inquiry is
    'Orders to ask Stripe for an object whose events did not reach us; its answer takes effect as they would';
comment on column stripe.inquiry.returns_payment is
    'Of a payment that is nobody''s: it goes back to the card, as a person decided';
