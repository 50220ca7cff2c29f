-- The first migration: the schema's files as they were when migrations began, in order.
-- The constraint triggers of db/schema/90_ bear no data: the loader makes them as code.

-- db/schema/10_core.sql
-- Floor 0. What every other domain stands on: errors, machines, events, settings, flags.

create domain core.cents as bigint constraint core_cents_range check (value between 0 and 100000000);
create domain core.price_cents as bigint
    constraint core_price_cents_range check (value between 500 and 1000000);
create domain core.currency as text constraint core_currency_code check (value ~ '^[A-Z]{3}$');
create domain core.title as text
    constraint core_title_length check (length(value) <= 255 and value ~ '[^[:space:]]');
create domain core.long_text as text
    constraint core_long_text_length check (length(value) <= 5000 and value ~ '[^[:space:]]');
create domain core.note as text
    constraint core_note_length check (length(value) <= 2000 and value ~ '[^[:space:]]');
create domain core.requirements as text
    constraint core_requirements_length check (length(value) <= 2000 and value ~ '[^[:space:]]');
create domain core.instructions as text
    constraint core_instructions_length check (length(value) <= 1000 and value ~ '[^[:space:]]');
create domain core.contact as text
    constraint core_contact_length check (length(value) <= 200 and value ~ '[^[:space:]]');
create domain core.reason as text
    constraint core_reason_length check (length(value) <= 1000 and value ~ '[^[:space:]]');
create domain core.full_name as text
    constraint core_full_name_shape check (value ~ '^[[:alpha:]][[:alpha:] ''’.-]{1,99}$');
create domain core.email as text
    constraint core_email_shape
    check (length(value) <= 255 and value ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$');
create domain core.url as text
    constraint core_url_shape check (length(value) <= 500 and value ~ '^https://');
create domain core.latitude as double precision
    constraint core_latitude_range check (value between -90 and 90);
create domain core.longitude as double precision
    constraint core_longitude_range check (value between -180 and 180);
create domain core.page_size as integer
    constraint core_page_size_range check (value between 1 and 100);
create domain core.xp as bigint constraint core_xp_range check (value between 0 and 1000000000000);
create domain core.multiplier as numeric
    constraint core_multiplier_range check (value between 0 and 10);
create domain core.page_cursor as text constraint core_page_cursor_shape
    check (value ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$');
comment on domain core.cents is 'Money in minor units (US cents), 0 to 100000000';
comment on domain core.price_cents is 'The price of a task in US cents, 500 to 1000000';
comment on domain core.currency is 'ISO 4217 code in capitals';
comment on domain core.title is 'Text of 1 to 255 characters';
comment on domain core.long_text is 'Text of 1 to 5000 characters';
comment on domain core.note is 'Text of 1 to 2000 characters';
comment on domain core.requirements is 'Text of 1 to 2000 characters';
comment on domain core.instructions is 'Text of 1 to 1000 characters';
comment on domain core.contact is 'Text of 1 to 200 characters';
comment on domain core.reason is 'Text of 1 to 1000 characters';
comment on domain core.full_name is '2 to 100 letters, spaces, hyphens, dots or apostrophes';
comment on domain core.email is 'An e-mail address of at most 255 characters';
comment on domain core.url is 'An https URL of at most 500 characters';
comment on domain core.latitude is 'Degrees north, -90 to 90';
comment on domain core.longitude is 'Degrees east, -180 to 180';
comment on domain core.page_size is 'Rows a page, 1 to 100';
comment on domain core.xp is 'Experience, 0 to 1000000000000';
comment on domain core.multiplier is 'A factor, 0 to 10';
comment on domain core.page_cursor is 'Where a page begins, as the page before told it';

create table core.code (
    path        text primary key,
    checksum    text not null,
    applied_at  timestamptz not null default now()
);
comment on table core.code is 'Files of code and law as last applied, by checksum (scripts/apply)';

create table core.migration (
    version      integer not null constraint migration_version_positive check (version > 0),
    part         text not null
        constraint migration_part check (part in ('main', 'backfill', 'post')),
    name         text not null,
    checksum     text not null,
    applied_at   timestamptz not null default now(),
    duration_ms  bigint not null,
    constraint migration_pkey primary key (version, part)
);
comment on table core.migration is
    'Migrations of what bears data as applied, by checksum; a database that was built from its files had all';

create table core.error (
    code         text primary key constraint error_code_shape check (code ~ '^HX[0-9A-Z]{3}$'),
    http_status  integer not null constraint error_http_status check (http_status between 400 and 599),
    name         text not null constraint error_name_unique unique,
    message      text not null
);
comment on table core.error is 'Error codes: raised as SQLSTATE, answered with the HTTP status';

create table core.constraint_error (
    constraint_name  text primary key,
    code             text not null
        constraint constraint_error_code_fkey references core.error (code) on delete restrict,
    field            text
);
create index constraint_error_code on core.constraint_error (code);
comment on table core.constraint_error is 'Which code and field a violated constraint stands for';

create table core.machine (
    machine   text primary key,
    relation  text not null constraint machine_relation_unique unique
);
comment on table core.machine is 'State machines and the table whose column state each governs';

create table core.state (
    machine      text not null
        constraint state_machine_fkey references core.machine (machine) on delete restrict,
    state        text not null constraint state_shape check (state ~ '^[A-Z_]+$'),
    is_initial   boolean not null default false,
    is_terminal  boolean not null default false,
    holds_money  boolean not null default false,
    constraint state_pkey primary key (machine, state)
);
comment on table core.state is 'The states of each machine; a row is born only in the initial one';

create table core.transition (
    machine     text not null,
    from_state  text not null,
    to_state    text not null,
    event       text not null,
    constraint transition_pkey primary key (machine, from_state, to_state),
    constraint transition_from_fkey foreign key (machine, from_state)
        references core.state (machine, state) on delete restrict,
    constraint transition_to_fkey foreign key (machine, to_state)
        references core.state (machine, state) on delete restrict
);
create index transition_to_state on core.transition (machine, to_state);
comment on table core.transition is 'The legal moves of every machine (law); zz_guard refuses any other';

create table core.event (
    id              uuid not null default core.new_id(),
    aggregate       text not null,
    aggregate_id    uuid not null,
    version         integer constraint event_version_positive check (version > 0),
    event           text not null,
    from_state      text,
    to_state        text,
    actor_id        uuid,
    session_user_name  text not null default session_user,
    request_id      text,
    traceparent     text,
    reason          text,
    at              timestamptz not null,
    recorded_at     timestamptz not null default clock_timestamp(),
    payload         jsonb not null default '{}',
    transaction_id  xid8 not null default pg_current_xact_id(),
    constraint event_pkey primary key (transaction_id, id, recorded_at),
    constraint event_transition_is_versioned check ((to_state is null) = (version is null))
) partition by range (recorded_at);
create index event_aggregate on core.event (aggregate_id, version);
comment on table core.event is
    'Everything that happened, append-only; versions count the transitions of one aggregate from 1';
create table core.event_default partition of core.event default;
comment on table core.event_default is 'Catches events of a month without partition; proved empty';

create table core.clock_failure (
    machine     text not null,
    row_id      uuid not null,
    attempts    integer not null default 1,
    error       text not null,
    message     text not null,
    failed_at   timestamptz not null default core.now(),
    due_at      timestamptz not null,
    constraint clock_failure_pkey primary key (machine, row_id)
);
comment on table core.clock_failure is
    'Rows that a clock could not move, when they are tried again; gone once they were moved. @source QUE-19';
comment on column core.clock_failure.failed_at is 'Since when it fails';

create table core.schema_version (
    version     text primary key constraint schema_version_shape check (version ~ '^[0-9]+(\.[0-9]+){2}$'),
    applied_at  timestamptz not null default now()
);
comment on table core.schema_version is 'Versions of the schema, newest last. @source DBM-21';
insert into core.schema_version (version) values ('1.0.0');

create table core.setting (
    name        text primary key,
    value       text not null,
    comment     text not null,
    updated_at  timestamptz not null default now()
);
comment on table core.setting is 'Operators'' settings and the test clock; values as text';

create table core.flag (
    name        text primary key,
    is_on       boolean not null default false,
    comment     text not null,
    updated_at  timestamptz not null default now()
);
comment on table core.flag is 'Feature flags; a flag without a row is off';

create table core.secret (
    name   text primary key,
    value  text not null
);
comment on table core.secret is 'Secrets made in this database; the seal of the request context';
insert into core.secret (name, value)
values ('context', gen_random_uuid()::text || gen_random_uuid()::text);

-- db/schema/11_request.sql
-- Floor 0. What a request stands on: its route, its key, its limits; and how orders reach workers.
create table core.route (
    procedure    text primary key,
    fingerprint  text not null,
    is_query     boolean not null,
    idempotency  text not null constraint route_idempotency_known
        check (idempotency in ('none', 'optional', 'required', 'money')),
    roles        text[] not null,
    made_at      timestamptz not null default now()
);
comment on table core.route is
    'Procedures that core.call may call, printed from the catalog by core.make_routes. @source SEC-15';

create table core.idempotency_record (
    actor        text not null,
    procedure    text not null,
    key          text not null
        constraint idempotency_record_key_shape check (key ~ '^[!-~]{1,255}$'),
    fingerprint  text not null,
    status       integer not null,
    data         text,
    request_id   text not null,
    answered_at  timestamptz not null default now(),
    expires_at   timestamptz not null,
    constraint idempotency_record_pkey primary key (actor, procedure, key)
);
create index idempotency_record_expires on core.idempotency_record (expires_at);
comment on table core.idempotency_record is
    'Answers by actor, procedure and key, written in the transaction of the effect. @source IDM-01 IDM-04 IDM-05';

create table core.rate_limit (
    operation   text not null,
    scope       text not null
        constraint rate_limit_scope_known check (scope in ('account', 'address')),
    allowed     integer not null constraint rate_limit_allowed check (allowed >= 1),
    period      interval not null
        constraint rate_limit_period check (period between interval '1 second' and interval '31 days'),
    updated_at  timestamptz not null default now(),
    constraint rate_limit_pkey primary key (operation, scope)
);
comment on table core.rate_limit is
    'Policies: a procedure, or mutation, query, webhook, health, failed_identity. @source RLM-05 GWY-015';

create unlogged table core.rate_counter (
    operation  text not null,
    scope      text not null,
    subject    text not null,
    used       bigint not null,
    ends_at    timestamptz not null,
    constraint rate_counter_pkey primary key (operation, scope, subject)
) with (fillfactor = 50);
create index rate_counter_ends on core.rate_counter (ends_at);
comment on table core.rate_counter is
    'Calls in the present window of each limited subject; a crash begins anew. @source RLM-07';

create table core.failure (
    id           uuid primary key default core.new_id(),
    source       text not null constraint failure_source_known check (source in ('call', 'job', 'order')),
    name         text not null,
    request_id   text,
    error        text not null,
    message      text not null,
    details      text,
    recorded_at  timestamptz not null default clock_timestamp()
);
create index failure_recorded on core.failure (recorded_at);
comment on table core.failure is
    'What went wrong in calls, jobs and orders, with what may never reach a client. @source QUE-18';

create table core.drain (
    kind       text primary key,
    aggregate  text not null,
    queue      text not null,
    task       text not null
);
comment on table core.drain is
    'Kinds of order: whose events announce them, and the job that drains them. @source QUE-13';

create table core.relay_cursor (
    id           boolean primary key default true constraint relay_cursor_is_one check (id),
    horizon      xid8 not null default '0',
    seen_at      timestamptz not null default clock_timestamp()
);
comment on table core.relay_cursor is
    'How far the relay has read core.event; seen_at tells that it lives. @source EVT-028';
insert into core.relay_cursor default values;

-- db/schema/20_city.sql
-- Floor 1. Cities, their bounds and the figures of their marketplace.
create table city.city (
    id          uuid primary key default core.new_id(),
    code        text not null constraint city_code_unique unique
        constraint city_code_shape check (code ~ '^[a-z_]{2,40}$'),
    name        core.title not null,
    state_code  text not null constraint city_state_code check (state_code ~ '^[A-Z]{2}$'),
    time_zone   text not null,
    currency    core.currency not null default 'USD',
    boundary    ext.geometry (geometry, 4326) not null,
    created_at  timestamptz not null default now()
);
create index city_boundary on city.city using gist (boundary);
comment on table city.city is 'Cities that are served; boundary in WGS 84. @source CIT-08';

create table city.rule (
    city_id                  uuid primary key
        constraint rule_city_fkey references city.city (id) on delete restrict,
    fee_bps                  integer not null
        constraint rule_fee_bps check (fee_bps between 1 and 5000),
    cancellation_bps         integer not null
        constraint rule_cancellation_bps check (cancellation_bps between 0 and 5000),
    cancellation_cap_cents   bigint not null
        constraint rule_cancellation_cap check (cancellation_cap_cents between 0 and 100000),
    cancellation_free        interval not null
        constraint rule_cancellation_free check (cancellation_free >= interval '0'),
    review_period            interval not null
        constraint rule_review_period check (review_period >= interval '1 hour'),
    started_period           interval not null default '24 hours'
        constraint rule_started_period check (started_period >= interval '1 hour'),
    withdrawal_free          interval not null default '60 seconds'
        constraint rule_withdrawal_free check (withdrawal_free >= interval '0'),
    overdue_period           interval not null default '24 hours'
        constraint rule_overdue_period check (overdue_period >= interval '1 hour'),
    contest_period           interval not null default '7 days'
        constraint rule_contest_period check (contest_period >= interval '1 day'),
    evidence_period          interval not null default '72 hours'
        constraint rule_evidence_period check (evidence_period >= interval '1 hour'),
    dispute_review_period    interval not null default '48 hours'
        constraint rule_dispute_review_period check (dispute_review_period >= interval '1 hour'),
    active_limit             interval not null default '8 hours'
        constraint rule_active_limit check (active_limit between interval '1 hour' and interval '24 hours'),
    rest_period              interval not null default '30 minutes'
        constraint rule_rest_period check (rest_period >= interval '1 minute'),
    disputes_a_day           integer not null default 3
        constraint rule_disputes_a_day check (disputes_a_day >= 1),
    new_poster_completed     integer not null
        constraint rule_new_poster_completed check (new_poster_completed >= 0),
    new_poster_cap_cents     bigint not null
        constraint rule_new_poster_cap check (new_poster_cap_cents >= 500),
    new_poster_cancellations integer not null
        constraint rule_new_poster_cancellations check (new_poster_cancellations >= 1),
    live_multiplier          numeric(4, 2) not null
        constraint rule_live_multiplier check (live_multiplier between 1 and 5),
    updated_at               timestamptz not null default now()
);
comment on column city.rule.active_limit is 'How long one may work in the city''s day before a rest';
comment on column city.rule.started_period is 'How long work that was begun can''t be cancelled by the poster';
comment on column city.rule.withdrawal_free is 'How long after acceptance a worker may give work back for free';
comment on column city.rule.overdue_period is 'How long after the deadline, or the last rejection, a dispute is opened';
comment on column city.rule.contest_period is 'How long a rejection may be contested';
comment on column city.rule.evidence_period is 'How long evidence is waited for';
comment on column city.rule.dispute_review_period is
    'How long a dispute may lie untouched, or under review, before it is escalated';
comment on table city.rule is
    'A city''s business figures, inserted once and then the operators'' own. @source ESC-14 CIT-08';

-- db/schema/21_account.sql
-- Floor 1. People: who they are, what state their account is in, what staff role they hold.
create domain account.mode as text
    constraint account_mode_known check (value in ('worker', 'poster'));
create domain account.terms_version as text
    constraint account_terms_version_shape check (value ~ '^[0-9a-z.-]{1,40}$');
comment on domain account.mode is 'worker or poster';
comment on domain account.terms_version is 'A version of the terms, 1 to 40 characters';

create table account.user (
    id                      uuid primary key default core.new_id(),
    provider_uid            text not null constraint user_provider_uid_unique unique,
    email                   core.email
        constraint user_email_unique unique constraint user_email_lower check (email = lower(email)),
    phone                   text constraint user_phone_unique unique
        constraint user_phone_shape check (phone ~ '^\+1[0-9]{10}$'),
    full_name               core.full_name not null,
    birth_date              date not null,
    accepted_terms_version  text not null
        constraint user_terms_version check (accepted_terms_version ~ '^[0-9a-z.-]{1,40}$'),
    avatar_url              core.url,
    default_mode            text not null default 'worker'
        constraint user_default_mode check (default_mode in ('worker', 'poster')),
    location_state          text not null default 'WA'
        constraint user_location_state check (location_state ~ '^[A-Z]{2}$'),
    state                   text not null default 'ACTIVE',
    version                 integer not null default 1,
    identity_verified_at    timestamptz,
    paused_at               timestamptz,
    suspension_ends_at      timestamptz,
    created_at              timestamptz not null default core.now(),
    updated_at              timestamptz not null default core.now()
);
create index user_suspension_ends on account.user (suspension_ends_at)
    where suspension_ends_at is not null;
comment on table account.user is 'Accounts; caches of other domains never stand here';

create table account.staff (
    account_id  uuid primary key
        constraint staff_account_fkey references account.user (id) on delete restrict,
    role        text not null constraint staff_role_known
        check (role in ('hx_support', 'hx_moderator', 'hx_admin', 'hx_founder')),
    granted_by  uuid constraint staff_granted_by_fkey references account.user (id) on delete restrict,
    granted_at  timestamptz not null default core.now()
);
create index staff_granted_by on account.staff (granted_by);
comment on table account.staff is 'Staff roles, at most one a person; it names the database role';

-- db/schema/30_ledger.sql
-- Floor 2. Money in double entry: accounts, journals, entries. + means: the holder is owed more.
create table ledger.chart (
    kind        text primary key,
    is_stored   boolean not null,
    comment     text not null
);
comment on table ledger.chart is
    'Chart of accounts: system kinds have no stored balance, kinds of a person have. @source LED-001';

create table ledger.account (
    id              uuid primary key default core.new_id(),
    kind            text not null
        constraint account_kind_fkey references ledger.chart (kind) on delete restrict,
    owner_id        uuid
        constraint account_owner_fkey references account.user (id) on delete restrict,
    currency        core.currency not null,
    balance_cents   bigint,
    reserved_cents  bigint not null default 0,
    opening_cents   bigint,
    transaction_id  xid8 not null default pg_current_xact_id(),
    created_at      timestamptz not null default core.now(),
    constraint account_one_a_kind unique nulls not distinct (kind, owner_id, currency),
    constraint account_stored_when_owned check ((balance_cents is null) = (owner_id is null)),
    constraint account_opening_when_stored check ((opening_cents is null) = (balance_cents is null)),
    constraint account_payable_not_negative
        check (kind <> 'payable' or (balance_cents is not null and balance_cents >= 0)),
    constraint account_debt_not_positive
        check (kind <> 'debt' or (balance_cents is not null and balance_cents <= 0)),
    constraint account_reserved_within_balance
        check (reserved_cents >= 0 and reserved_cents <= greatest(coalesce(balance_cents, 0), 0))
) with (fillfactor = 70);
create index account_owner on ledger.account (owner_id);
comment on table ledger.account is
    'Ledger accounts; balances only follow entries, reservations only settlements. @source LED-001 LED-009 LED-011';
comment on column ledger.account.opening_cents is
    'The stored balance before the transaction that changed it last: what its entries are added to';

create table ledger.journal (
    id              uuid primary key default core.new_id(),
    kind            text not null constraint journal_kind_known check (kind in (
        'fund', 'release', 'refund', 'partial', 'transfer', 'refund_settled', 'transfer_reversed',
        'payment_suspended', 'suspense_returned', 'chargeback', 'chargeback_reversed',
        'chargeback_debt', 'refund_charged_back', 'chargeback_reassigned', 'debt_written_off',
        'refund_outside', 'refund_returned', 'refund_outside_debt',
        'adjustment')),
    source_id       uuid not null,
    escrow_id       uuid,
    at              timestamptz not null default core.now(),
    recorded_at     timestamptz not null default clock_timestamp(),
    transaction_id  xid8 not null default pg_current_xact_id(),
    constraint journal_one_a_fact unique (kind, source_id),
    constraint journal_of_its_escrow check (
        kind not in ('fund', 'release', 'refund', 'partial')
        or (escrow_id is not null and escrow_id = source_id)),
    constraint journal_of_escrow unique (id, escrow_id)
);
create index journal_escrow on ledger.journal (escrow_id);
create index journal_transaction on ledger.journal (transaction_id);
comment on table ledger.journal is
    'One economic fact each, unique by kind and source. @source LED-003 LED-007 STL-04';

create table ledger.posting (
    journal_kind  text not null,
    account_kind  text not null
        constraint posting_account_kind_fkey references ledger.chart (kind) on delete restrict,
    sign          integer not null constraint posting_sign check (sign in (-1, 1)),
    constraint posting_pkey primary key (journal_kind, account_kind, sign)
);
create index posting_account_kind on ledger.posting (account_kind);
comment on table ledger.posting is
    'What a journal of a kind may do: to accounts of which kind, with which sign (law)';

create table ledger.entry (
    journal_id      uuid not null
        constraint entry_journal_fkey references ledger.journal (id) on delete restrict,
    line            integer not null,
    account_id      uuid not null,
    amount_cents    bigint not null constraint entry_amount_not_zero check (amount_cents <> 0),
    currency        core.currency not null,
    escrow_id       uuid,
    at              timestamptz not null default core.now(),
    transaction_id  xid8 not null default pg_current_xact_id(),
    constraint entry_pkey primary key (journal_id, line)
);
create index entry_account on ledger.entry (account_id, transaction_id) include (amount_cents, at);
create index entry_escrow on ledger.entry (escrow_id) where escrow_id is not null;
comment on table ledger.entry is
    'Signed lines of a journal, append-only, zero-sum per journal and currency. No foreign key to
the account: thousands would share a system account''s row lock. @source LED-002 STL-03';

create table ledger.snapshot (
    account_id      uuid not null
        constraint snapshot_account_fkey references ledger.account (id) on delete restrict,
    horizon         xid8 not null,
    balance_cents   bigint not null,
    latest_at       timestamptz not null,
    taken_at        timestamptz not null default clock_timestamp(),
    constraint snapshot_pkey primary key (account_id, horizon)
);
comment on table ledger.snapshot is
    'Sums of system accounts over all entries of transactions before the horizon, append-only';

-- db/schema/31_trust.sql
-- Floor 2. Tiers, what each clears, and where each person stands.
create table trust.tier (
    tier           integer primary key constraint tier_range check (tier between 1 and 4),
    name           text not null constraint tier_name_unique unique,
    xp_multiplier  numeric(4, 2) not null
        constraint tier_xp_multiplier check (xp_multiplier between 1 and 5)
);
comment on table trust.tier is 'The four tiers and their XP multiplier (domain.md §7)';

create table trust.risk (
    level                text primary key,
    min_tier             integer not null
        constraint risk_min_tier_fkey references trust.tier (tier) on delete restrict,
    needs_trade          boolean not null,
    needs_insurance      boolean not null,
    needs_background     boolean not null
);
create index risk_min_tier on trust.risk (min_tier);
comment on table trust.risk is 'Risk levels and what each demands of the worker (domain.md §2.11)';

create table trust.clearance (
    tier   integer not null
        constraint clearance_tier_fkey references trust.tier (tier) on delete restrict,
    level  text not null
        constraint clearance_level_fkey references trust.risk (level) on delete restrict,
    constraint clearance_pkey primary key (tier, level)
);
create index clearance_level on trust.clearance (level);
comment on table trust.clearance is 'Which risk levels a tier may work at; rows, so a city may be stricter';

create table trust.standing (
    account_id     uuid primary key
        constraint standing_account_fkey references account.user (id) on delete restrict,
    tier           integer not null default 1
        constraint standing_tier_fkey references trust.tier (tier) on delete restrict,
    review_due_at  timestamptz not null default core.now() + interval '1 day',
    updated_at     timestamptz not null default core.now()
);
create index standing_review_due on trust.standing (review_due_at) where tier > 1;
create index standing_tier on trust.standing (tier);
comment on table trust.standing is 'A person''s tier';
comment on column trust.standing.review_due_at is 'When the daily review looks at this person again';

create table trust.entry (
    id          uuid primary key default core.new_id(),
    account_id  uuid not null
        constraint entry_account_fkey references account.user (id) on delete restrict,
    old_tier    integer not null
        constraint entry_old_tier_fkey references trust.tier (tier) on delete restrict,
    new_tier    integer not null
        constraint entry_new_tier_fkey references trust.tier (tier) on delete restrict,
    reason      text not null constraint entry_reason_known check (reason in (
        'PROMOTION', 'INACTIVITY', 'ABANDONMENTS', 'LOST_DISPUTES', 'PAUSE', 'ADMIN_OVERRIDE')),
    cause_id    uuid,
    actor_id    uuid
        constraint entry_actor_fkey references account.user (id) on delete restrict,
    details     jsonb not null default '{}',
    at          timestamptz not null default core.now(),
    constraint entry_one_step check (abs(new_tier - old_tier) = 1),
    constraint entry_promotion_rises check (
        (reason = 'PROMOTION') = (new_tier > old_tier) or reason = 'ADMIN_OVERRIDE')
);
create index entry_account on trust.entry (account_id, id);
create index entry_old_tier on trust.entry (old_tier);
create index entry_new_tier on trust.entry (new_tier);
create index entry_actor on trust.entry (actor_id);
create unique index entry_once_a_cause on trust.entry (account_id, reason, cause_id)
    where cause_id is not null;
comment on table trust.entry is
    'Every change of a tier, append-only, one step each; the same cause never demotes twice. @source TRU-03 TRU-06';
comment on column trust.entry.cause_id is
    'The latest thing that brought it: the last completion, abandonment or lost dispute counted';

create table trust.point (
    id          uuid primary key default core.new_id(),
    account_id  uuid not null
        constraint point_account_fkey references account.user (id) on delete restrict,
    task_id     uuid not null,
    kind        text not null constraint point_kind_known check (kind in (
        'completed', 'completed_quickly', 'abandoned')),
    points      numeric(5, 2) not null constraint point_not_zero check (points <> 0),
    at          timestamptz not null default core.now(),
    constraint point_once unique (account_id, task_id, kind)
);
create index point_task on trust.point (task_id);
comment on table trust.point is
    'Points of trust, append-only: shown, and an input of matching; they set no tier. The task is of a
higher floor, whose reactions write here';

create table trust.strike (
    id          uuid primary key default core.new_id(),
    account_id  uuid not null
        constraint strike_account_fkey references account.user (id) on delete restrict,
    reason      text not null constraint strike_reason_known check (reason in ('ABANDONMENTS')),
    cause_id    uuid not null,
    at          timestamptz not null default core.now(),
    expires_at  timestamptz not null,
    constraint strike_once_a_cause unique (account_id, reason, cause_id),
    constraint strike_expires_later check (expires_at > at)
);
comment on table trust.strike is 'Strikes, append-only; they count until they expire. @source TRU-09 TRU-11';

create table trust.criterion (
    tier         integer not null
        constraint criterion_tier_fkey references trust.tier (tier) on delete restrict,
    requirement  text not null constraint criterion_requirement_known check (requirement in (
        'completed_tasks', 'identity_verified', 'approval_rate', 'dispute_rate', 'rating')),
    threshold    numeric not null,
    constraint criterion_pkey primary key (tier, requirement)
);
comment on table trust.criterion is
    'What each tier asks for: at least the threshold, of dispute_rate less than it. @source TRU-01';

create table trust.percentile (
    account_id   uuid not null
        constraint percentile_account_fkey references account.user (id) on delete restrict,
    kind         text not null constraint percentile_kind_known check (kind in (
        'reliability', 'response_time', 'completion_rate', 'earnings_velocity')),
    value        numeric not null,
    top_percent  integer not null
        constraint percentile_range check (top_percent between 1 and 100),
    computed_at  timestamptz not null default core.now(),
    constraint percentile_pkey primary key (account_id, kind)
);
comment on table trust.percentile is
    'Where a hustler stands among all, weekly, where a hundred and more have data; told to himself alone (domain.md §6.3)';

-- db/schema/40_task.sql
-- Floor 3. The work, its private place and who was assigned to it.
create domain task.category_code as text
    constraint task_category_code_shape check (value ~ '^[a-z_]{2,40}$');
create domain task.mode as text constraint task_mode_is_known check (value in ('STANDARD', 'LIVE'));
create domain task.party as text
    constraint task_party_known check (value in ('poster', 'worker'));
create domain task.address as text
    constraint task_address_length check (length(value) <= 500 and value ~ '[^[:space:]]');
comment on domain task.category_code is 'A kind of work, as task.category has it';
comment on domain task.mode is 'STANDARD or LIVE';
comment on domain task.party is 'poster or worker';
comment on domain task.address is 'Text of 1 to 500 characters';

create table task.category (
    code            text primary key constraint category_code_shape check (code ~ '^[a-z_]{2,40}$'),
    name            core.title not null,
    risk_level      text not null
        constraint category_risk_fkey references trust.risk (level) on delete restrict,
    required_trade  text
);
create index category_risk on task.category (risk_level);
comment on table task.category is 'Kinds of work with their baseline risk and trade. @source LIF-01';

create table task.task (
    id                     uuid primary key default core.new_id(),
    city_id                uuid not null
        constraint task_city_fkey references city.city (id) on delete restrict,
    poster_id              uuid not null
        constraint task_poster_fkey references account.user (id) on delete restrict,
    worker_id              uuid
        constraint task_worker_fkey references account.user (id) on delete restrict,
    title                  core.title not null,
    description            core.long_text not null,
    requirements           core.requirements,
    category               text not null
        constraint task_category_fkey references task.category (code) on delete restrict,
    price_cents            core.price_cents not null,
    currency               core.currency not null,
    mode                   text not null default 'STANDARD'
        constraint task_mode_known check (mode in ('STANDARD', 'LIVE')),
    cell                   text not null,
    location_state         text not null
        constraint task_location_state check (location_state ~ '^[A-Z]{2}$'),
    risk_level             text not null
        constraint task_risk_fkey references trust.risk (level) on delete restrict,
    required_tier          integer not null
        constraint task_required_tier_fkey references trust.tier (tier) on delete restrict,
    required_trade         text,
    insurance_required     boolean not null,
    background_required    boolean not null,
    requires_proof         boolean not null default true,
    proof_instructions     core.instructions,
    review_period          interval not null
        constraint task_review_period check (review_period >= interval '1 hour'),
    live_multiplier        numeric(4, 2) not null
        constraint task_live_multiplier check (live_multiplier between 1 and 5),
    deadline_at            timestamptz not null,
    due_at                 timestamptz,
    due_event              text constraint task_due_event_known
        check (due_event in ('expire', 'warn', 'dispute', 'complete')),
    state                  text not null default 'OPEN',
    version                integer not null default 1,
    accepted_at            timestamptz,
    proof_submitted_at     timestamptz,
    completed_at           timestamptz,
    cancelled_at           timestamptz,
    expired_at             timestamptz,
    created_at             timestamptz not null default core.now(),
    updated_at             timestamptz not null default core.now(),
    constraint task_poster_is_not_worker check (worker_id <> poster_id),
    constraint task_worker_by_state check (
        case when state in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED', 'COMPLETED')
             then worker_id is not null
             when state in ('OPEN', 'EXPIRED') then worker_id is null
             else true end),
    constraint task_times_by_state check (
        (completed_at is not null) = (state = 'COMPLETED')
        and (cancelled_at is not null) = (state = 'CANCELLED')
        and (expired_at is not null) = (state = 'EXPIRED')
        and (accepted_at is not null) = (worker_id is not null)),
    constraint task_due_whole check ((due_at is null) = (due_event is null)),
    constraint task_live_later check (mode <> 'LIVE'),
    constraint task_live_multiplier_of_live check (mode = 'LIVE' or live_multiplier = 1),
    constraint task_live_price check (mode <> 'LIVE' or price_cents >= 1500)
) with (fillfactor = 70);
create index task_poster on task.task (poster_id, id);
create index task_worker on task.task (worker_id, id) where worker_id is not null;
create index task_due on task.task (due_at) where due_at is not null;
create index task_city on task.task (city_id, id);
create index task_category on task.task (category);
create index task_risk on task.task (risk_level);
create index task_required_tier on task.task (required_tier);
comment on column task.task.due_at is
    'When the task''s clock acts next, and due_event what it does; a hold that ends moves it later';
comment on table task.task is 'Work posted and done. @source LIF-01 LIF-02 LIF-24';

create table task.place (
    task_id    uuid primary key
        constraint place_task_fkey references task.task (id) on delete restrict,
    address    text not null constraint place_address_length
        check (length(btrim(address)) between 1 and 500),
    latitude   core.latitude not null,
    longitude  core.longitude not null,
    contact    core.contact
);
comment on table task.place is 'Where exactly: personal data, deletable, seen by poster and assigned worker';

create table task.assignment (
    id                       uuid primary key default core.new_id(),
    task_id                  uuid not null
        constraint assignment_task_fkey references task.task (id) on delete restrict,
    worker_id                uuid not null
        constraint assignment_worker_fkey references account.user (id) on delete restrict,
    accepted_at              timestamptz not null,
    started_at               timestamptz,
    completion_requested_at  timestamptz,
    ended_at                 timestamptz,
    ending                   text constraint assignment_ending_known check (ending in (
        'completed', 'cancelled', 'withdrawn', 'abandoned', 'overdue', 'refunded', 'lost')),
    compensation_cents       bigint not null default 0
        constraint assignment_compensation_not_negative check (compensation_cents >= 0),
    constraint assignment_ending_when_ended check ((ended_at is null) = (ending is null)),
    constraint assignment_compensated_when_cancelled
        check (compensation_cents = 0 or ending = 'cancelled'),
    constraint assignment_once_a_worker unique (task_id, worker_id),
    constraint assignment_of_task unique (id, task_id, worker_id)
);
create unique index assignment_one_open on task.assignment (task_id) where ended_at is null;
create index assignment_worker on task.assignment (worker_id, ended_at);
comment on column task.assignment.ending is
    'completed; cancelled by the poster; withdrawn within the free minute; abandoned; overdue (the poster
cancelled after the deadline: an abandonment); refunded (an admin or a chargeback); lost (a dispute)';
comment on table task.assignment is
    'Who was assigned when: one open row a task, one row ever a task and worker. @source LIF-05 LIF-06';

-- db/schema/50_proof.sql
-- Floor 4. Evidence that the work was done, at most three submissions a task.
create domain proof.storage_key as text constraint proof_storage_key_shape
    check (length(value) <= 500 and value ~ '^[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9/_.-]*$');
create domain proof.content_type as text constraint proof_content_type_known
    check (value in ('image/jpeg', 'image/png', 'image/heic'));
create domain proof.size_bytes as bigint
    constraint proof_size_range check (value between 1 and 10485760);
create domain proof.sha256 as text constraint proof_sha256_shape check (value ~ '^[0-9a-f]{64}$');
comment on domain proof.storage_key is 'Where a file is kept: letters, digits, / _ . - and no ..';
comment on domain proof.content_type is 'The kinds of photo that are taken';
comment on domain proof.size_bytes is 'Bytes, 1 to 10485760';
comment on domain proof.sha256 is 'SHA-256 in lower-case hex';

create table proof.proof (
    id                uuid primary key default core.new_id(),
    task_id           uuid not null
        constraint proof_task_fkey references task.task (id) on delete restrict,
    assignment_id     uuid not null,
    submitter_id      uuid not null
        constraint proof_submitter_fkey references account.user (id) on delete restrict,
    attempt           integer not null
        constraint proof_attempt_range check (attempt between 1 and 3),
    description       core.note not null,
    latitude          core.latitude,
    longitude         core.longitude,
    state             text not null default 'PENDING',
    version           integer not null default 1,
    submitted_at      timestamptz,
    review_due_at     timestamptz,
    reviewer_id       uuid
        constraint proof_reviewer_fkey references account.user (id) on delete restrict,
    reviewed_at       timestamptz,
    rejection_reason  core.reason,
    created_at        timestamptz not null default core.now(),
    updated_at        timestamptz not null default core.now(),
    constraint proof_assignment_fkey foreign key (assignment_id, task_id, submitter_id)
        references task.assignment (id, task_id, worker_id) on delete restrict,
    constraint proof_attempt_unique unique (task_id, attempt),
    constraint proof_reviewer_is_not_submitter check (reviewer_id <> submitter_id),
    constraint proof_submitted_has_times check (
        state = 'PENDING' or (submitted_at is not null and review_due_at is not null)),
    constraint proof_reviewed_has_time check (
        (state in ('ACCEPTED', 'REJECTED')) = (reviewed_at is not null)),
    constraint proof_rejection_has_reason check (state <> 'REJECTED' or rejection_reason is not null),
    constraint proof_rejection_has_reviewer check (state <> 'REJECTED' or reviewer_id is not null),
    constraint proof_position_whole check ((latitude is null) = (longitude is null))
);
create unique index proof_one_waiting on proof.proof (task_id)
    where reviewed_at is null;
create unique index proof_one_accepted on proof.proof (task_id)
    where state = 'ACCEPTED';
create index proof_submitter on proof.proof (submitter_id);
create index proof_reviewer on proof.proof (reviewer_id);
create index proof_assignment on proof.proof (assignment_id, task_id, submitter_id);
comment on table proof.proof is 'Submissions of evidence. @source PRF-01 PRF-04 PRF-05 PRF-13';

create table proof.photo (
    id            uuid primary key default core.new_id(),
    proof_id      uuid not null
        constraint photo_proof_fkey references proof.proof (id) on delete restrict,
    task_id       uuid not null
        constraint photo_task_fkey references task.task (id) on delete restrict,
    sequence      integer not null constraint photo_sequence_range check (sequence between 1 and 5),
    storage_key   text not null constraint photo_storage_key_unique unique
        constraint photo_storage_key_shape
        check (storage_key ~ '^[A-Za-z0-9][A-Za-z0-9/_.-]*$' and storage_key !~ '\.\.'
            and length(storage_key) <= 500),
    content_type  text not null constraint photo_content_type_known
        check (content_type in ('image/jpeg', 'image/png', 'image/heic')),
    size_bytes    bigint not null
        constraint photo_size_range check (size_bytes between 1 and 10485760),
    sha256        text not null constraint photo_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$'),
    verification  text not null default 'UNVERIFIED'
        constraint photo_verification_known check (verification in ('UNVERIFIED')),
    created_at    timestamptz not null default core.now(),
    constraint photo_sequence_unique unique (proof_id, sequence),
    constraint photo_not_twice_in_proof unique (proof_id, sha256),
    constraint photo_not_of_another_task exclude using gist
        (sha256 ext.gist_text_ops with operator(pg_catalog.=), task_id ext.gist_uuid_ops with operator(pg_catalog.<>))
);
create index photo_task on proof.photo (task_id);
comment on table proof.photo is
    'Photos of a proof by storage key; their contents are unverified until the storage job read them. @source PRF-10 PRF-16 PRF-19';

-- db/schema/51_escrow.sql
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

-- db/schema/52_dispute.sql
-- Floor 4. The contest of a task's end: one a task, decided by a person.
create domain dispute.reason_code as text constraint dispute_reason_code_known
    check (value in ('PROOF_INSUFFICIENT', 'WORK_NOT_DONE', 'QUALITY_ISSUE', 'OTHER'));
create domain dispute.outcome as text constraint dispute_outcome_is_known
    check (value in ('HUSTLER_WINS', 'CLIENT_WINS', 'SPLIT'));
create domain dispute.worker_percent as integer constraint dispute_worker_percent_range
    check (value between 1 and 99);
create domain dispute.evidence_kind as text constraint dispute_evidence_kind_known
    check (value in ('PHOTO', 'MESSAGE', 'LOCATION', 'DOCUMENT'));
create domain dispute.evidence_from as text constraint dispute_evidence_from_is_known
    check (value in ('poster', 'worker', 'both'));
comment on domain dispute.evidence_from is 'poster, worker or both';
comment on domain dispute.reason_code is 'PROOF_INSUFFICIENT, WORK_NOT_DONE, QUALITY_ISSUE or OTHER';
comment on domain dispute.outcome is 'HUSTLER_WINS, CLIENT_WINS or SPLIT';
comment on domain dispute.worker_percent is 'The worker''s part of a split in percent, 1 to 99';
comment on domain dispute.evidence_kind is 'PHOTO, MESSAGE, LOCATION or DOCUMENT';

create table dispute.dispute (
    id                 uuid primary key default core.new_id(),
    task_id            uuid not null constraint dispute_one_a_task unique
        constraint dispute_task_fkey references task.task (id) on delete restrict,
    poster_id          uuid not null
        constraint dispute_poster_fkey references account.user (id) on delete restrict,
    worker_id          uuid not null
        constraint dispute_worker_fkey references account.user (id) on delete restrict,
    opened_by          uuid
        constraint dispute_opened_by_fkey references account.user (id) on delete restrict,
    reason             text not null constraint dispute_reason_known check (reason in (
        'PROOF_INSUFFICIENT', 'WORK_NOT_DONE', 'QUALITY_ISSUE', 'OTHER', 'OVERDUE', 'CHARGEBACK')),
    description        core.note not null,
    state              text not null default 'OPEN',
    version            integer not null default 1,
    due_at             timestamptz,
    evidence_from      text constraint dispute_evidence_from_known
        check (evidence_from in ('poster', 'worker', 'both')),
    review_started_at  timestamptz,
    escalated_at       timestamptz,
    outcome            text constraint dispute_outcome_known
        check (outcome in ('HUSTLER_WINS', 'CLIENT_WINS', 'SPLIT')),
    worker_percent     integer,
    notes              core.note,
    resolved_by        uuid
        constraint dispute_resolved_by_fkey references account.user (id) on delete restrict,
    resolved_at        timestamptz,
    is_worker_loss     boolean generated always as (
        case outcome when 'SPLIT' then worker_percent < 50 else outcome = 'CLIENT_WINS' end) stored,
    created_at         timestamptz not null default core.now(),
    updated_at         timestamptz not null default core.now(),
    constraint dispute_parties_differ check (poster_id <> worker_id),
    constraint dispute_opened_by_somebody check (
        (opened_by is null) = (reason in ('OVERDUE', 'CHARGEBACK'))),
    constraint dispute_resolved_whole check (
        case when state = 'RESOLVED'
             then num_nulls(outcome, notes, resolved_by, resolved_at) = 0 and due_at is null
             else num_nonnulls(outcome, notes, resolved_by, resolved_at) = 0 end),
    constraint dispute_percent_of_split check (
        case when outcome = 'SPLIT' then worker_percent is not null and worker_percent between 1 and 99
             else worker_percent is null end),
    constraint dispute_resolver_is_no_party check (resolved_by not in (poster_id, worker_id))
);
create index dispute_due on dispute.dispute (due_at) where due_at is not null;
create index dispute_poster on dispute.dispute (poster_id);
create index dispute_worker on dispute.dispute (worker_id);
create index dispute_opened_by on dispute.dispute (opened_by, created_at);
create index dispute_resolved_by on dispute.dispute (resolved_by);
comment on table dispute.dispute is
    'Contests: OPEN to RESOLVED, one a task; opened_by null means the clock or Stripe. @source DIS-02 DIS-04 DIS-07';

create table dispute.evidence (
    id            uuid primary key default core.new_id(),
    dispute_id    uuid not null
        constraint evidence_dispute_fkey references dispute.dispute (id) on delete restrict,
    submitter_id  uuid not null
        constraint evidence_submitter_fkey references account.user (id) on delete restrict,
    kind          text not null constraint evidence_kind_known
        check (kind in ('PHOTO', 'MESSAGE', 'LOCATION', 'DOCUMENT')),
    description   core.note not null,
    storage_key   text constraint evidence_storage_key_unique unique
        constraint evidence_storage_key_shape
        check (storage_key ~ '^[A-Za-z0-9][A-Za-z0-9/_.-]*$' and storage_key !~ '\.\.'
            and length(storage_key) <= 500),
    sha256        text constraint evidence_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$'),
    created_at    timestamptz not null default core.now(),
    constraint evidence_file_whole check ((storage_key is null) = (sha256 is null)),
    constraint evidence_file_of_photo check (kind not in ('PHOTO', 'DOCUMENT') or storage_key is not null)
);
create index evidence_dispute on dispute.evidence (dispute_id);
create index evidence_submitter on dispute.evidence (submitter_id);
comment on table dispute.evidence is 'What the parties brought forward, append-only; files by storage key';

-- db/schema/60_stripe.sql
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

-- db/schema/61_settlement.sql
-- Floor 5. Every outbound movement of money: an order, its reservation and its fate.
create table settlement.settlement (
    id                  uuid primary key default core.new_id(),
    kind                text not null constraint settlement_kind_known
        check (kind in ('transfer', 'refund', 'reversal')),
    source_id           uuid not null,
    leg                 text not null,
    escrow_id           uuid
        constraint settlement_escrow_fkey references escrow.escrow (id) on delete restrict,
    payee_id            uuid not null
        constraint settlement_payee_fkey references account.user (id) on delete restrict,
    destination         text,
    charge              text,
    amount_cents        bigint not null
        constraint settlement_amount_positive check (amount_cents > 0),
    currency            core.currency not null,
    state               text not null default 'PENDING',
    version             integer not null default 1,
    replaces_id         uuid
        constraint settlement_replaces_fkey references settlement.settlement (id) on delete restrict,
    journal_id          uuid
        constraint settlement_journal_fkey references ledger.journal (id) on delete restrict,
    provider_key        text not null constraint settlement_provider_key_unique unique,
    provider_reference  text constraint settlement_provider_reference_unique unique,
    attempts            integer not null default 0,
    fence               bigint not null default 0,
    lease_owner         text,
    lease_ends_at       timestamptz,
    due_at              timestamptz not null default core.now(),
    exhausted_at        timestamptz,
    last_error          text,
    approved_by         uuid
        constraint settlement_approved_by_fkey references account.user (id) on delete restrict,
    created_at          timestamptz not null default core.now(),
    updated_at          timestamptz not null default core.now(),
    finished_at         timestamptz,
    constraint settlement_leg_of_kind check (case kind
        when 'transfer' then leg = 'worker' when 'refund' then leg in ('poster', 'payer')
        else leg = 'worker' and replaces_id is not null end),
    constraint settlement_settled_is_posted check ((state = 'SETTLED') = (journal_id is not null)),
    constraint settlement_finished_by_state check (
        (finished_at is not null) = (state in ('SETTLED', 'FAILED')))
) with (fillfactor = 70);
create unique index settlement_one_live on settlement.settlement (kind, source_id, leg)
    where state <> 'FAILED';
create index settlement_due on settlement.settlement (due_at) where finished_at is null;
create index settlement_escrow on settlement.settlement (escrow_id);
create index settlement_payee on settlement.settlement (payee_id);
create index settlement_replaces on settlement.settlement (replaces_id);
create index settlement_journal on settlement.settlement (journal_id);
create index settlement_approved_by on settlement.settlement (approved_by);
comment on table settlement.settlement is
    'Outbound movements; born with their cause, funds reserved, taken by workers. @source STL-01 STL-02 STL-04 ESC-18';

-- db/schema/70_xp.sql
-- Floor 6. Experience: append-only entries, one an escrow, and a cached total.
create table xp.level (
    level         integer primary key constraint level_range check (level between 1 and 10),
    name          text not null constraint level_name_unique unique,
    threshold_xp  bigint not null constraint level_threshold_unique unique
        constraint level_threshold_not_negative check (threshold_xp >= 0)
);
comment on table xp.level is 'Levels and the total XP from which each is held (domain.md §5.4)';

create table xp.progress (
    account_id   uuid primary key
        constraint progress_account_fkey references account.user (id) on delete restrict,
    total_xp     bigint not null default 0
        constraint progress_total_not_negative check (total_xp >= 0),
    level        integer not null default 1
        constraint progress_level_fkey references xp.level (level) on delete restrict,
    completed_tasks  integer not null default 0
        constraint progress_completed_not_negative check (completed_tasks >= 0),
    streak_days  integer not null default 0
        constraint progress_streak_not_negative check (streak_days >= 0),
    longest_streak  integer not null default 0
        constraint progress_longest_streak check (longest_streak >= streak_days),
    streak_last_day date,
    constraint progress_streak_has_day check ((streak_days = 0) = (streak_last_day is null)),
    updated_at   timestamptz not null default core.now()
) with (fillfactor = 70);
create index progress_level on xp.progress (level);
comment on table xp.progress is 'Cached total, level and count; follows xp.entry alone. And the streak as of its last day';
comment on column xp.progress.streak_days is
    'Days in a row until streak_last_day; a pause that ends moves the day, or begins it again';

create table xp.entry (
    id                 uuid primary key default core.new_id(),
    account_id         uuid not null
        constraint entry_account_fkey references account.user (id) on delete restrict,
    task_id            uuid not null
        constraint entry_task_fkey references task.task (id) on delete restrict,
    escrow_id          uuid not null constraint xp_one_entry_per_escrow unique
        constraint entry_escrow_fkey references escrow.escrow (id) on delete restrict,
    base_xp            bigint not null constraint entry_base_positive check (base_xp > 0),
    streak_multiplier  numeric(4, 2) not null
        constraint entry_streak_multiplier check (streak_multiplier between 1 and 2),
    trust_multiplier   numeric(4, 2) not null
        constraint entry_trust_multiplier check (trust_multiplier between 1 and 5),
    live_multiplier    numeric(4, 2) not null
        constraint entry_live_multiplier check (live_multiplier between 1 and 5),
    effective_xp       bigint not null constraint entry_effective_positive check (effective_xp > 0),
    streak_days        integer not null,
    tier               integer not null
        constraint entry_tier_fkey references trust.tier (tier) on delete restrict,
    total_before       bigint not null,
    total_after        bigint not null,
    level_before       integer not null
        constraint entry_level_before_fkey references xp.level (level) on delete restrict,
    level_after        integer not null
        constraint entry_level_after_fkey references xp.level (level) on delete restrict,
    reason             text not null default 'task_completed',
    awarded_at         timestamptz not null default core.now(),
    day                date not null,
    constraint entry_effective_is_product check (effective_xp
        = floor(base_xp * streak_multiplier * trust_multiplier * live_multiplier)),
    constraint entry_total_adds_up check (total_after = total_before + effective_xp)
);
create index entry_account on xp.entry (account_id, id);
create index entry_task on xp.entry (task_id);
create index entry_tier on xp.entry (tier);
create index entry_level_before on xp.entry (level_before);
create index entry_level_after on xp.entry (level_after);
comment on table xp.entry is 'Awards of XP, one per escrow, append-only. @source XPB-01 XPB-02 XPB-05 XPB-08';

-- db/schema/71_badge.sql
-- Floor 6. Badges: definitions with a typed condition, and awards that are kept for ever.
create table badge.definition (
    id         text primary key constraint definition_id_shape check (id ~ '^[a-z0-9-]{3,40}$'),
    name       core.title not null,
    tier       integer not null constraint definition_tier_range check (tier between 1 and 4),
    kind       text not null constraint definition_kind_known check (kind in ('completed_tasks',
        'streak_days', 'trust_tier', 'level', 'category_tasks', 'perfect_week', 'early_tasks')),
    threshold  integer not null constraint definition_threshold_positive check (threshold > 0),
    category   text,
    constraint definition_category_of_kind check ((kind = 'category_tasks') = (category is not null))
);
comment on table badge.definition is
    'The badges and what each asks for (domain.md §6.2); tiers bronze, silver, gold, platinum are 1 to 4. @source XPB-11';

create table badge.award (
    account_id  uuid not null
        constraint award_account_fkey references account.user (id) on delete restrict,
    badge_id    text not null
        constraint award_badge_fkey references badge.definition (id) on delete restrict,
    task_id     uuid not null
        constraint award_task_fkey references task.task (id) on delete restrict,
    awarded_at  timestamptz not null default core.now(),
    constraint award_pkey primary key (account_id, badge_id)
);
create index award_badge on badge.award (badge_id);
create index award_task on badge.award (task_id);
comment on table badge.award is 'Badges earned, one a person and badge, append-only. @source XPB-09 XPB-12 XPB-16';

-- db/schema/79_admin.sql
-- Floor 9. What staff did, why, and to whom: written in the transaction of the act.
create table admin.action (
    id              uuid primary key default core.new_id(),
    actor_id        uuid not null
        constraint action_actor_fkey references account.user (id) on delete restrict,
    role            text not null,
    action          text not null constraint action_shape check (action ~ '^[a-z_]+\.[a-z_]+$'),
    subject         text not null constraint action_subject_shape check (subject ~ '^[a-z_]+$'),
    subject_id      uuid not null,
    reason          core.note not null,
    details         jsonb not null default '{}',
    request_id      text,
    at              timestamptz not null default core.now(),
    transaction_id  xid8 not null default pg_current_xact_id()
);
create index action_subject on admin.action (subject_id);
create index action_actor on admin.action (actor_id, id);
comment on table admin.action is
    'Acts of staff, append-only: ids, states and amounts, and the reason. @source DIS-09';

-- db/schema/80_audit.sql
-- Floor 9. Findings: differences that a person must look at. Their workflow comes later.
create table audit.finding (
    id          uuid primary key default core.new_id(),
    kind        text not null constraint finding_kind_shape check (kind ~ '^[a-z_]+$'),
    severity    text not null
        constraint finding_severity_known check (severity in ('P0', 'P1', 'P2', 'P3')),
    subject     text not null,
    subject_id  uuid not null,
    details     jsonb not null default '{}',
    found_at    timestamptz not null default core.now(),
    constraint finding_once unique (kind, subject, subject_id)
);
comment on table audit.finding is 'Differences found, one a kind and subject; ids, states and amounts only';
