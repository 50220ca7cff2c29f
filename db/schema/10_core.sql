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
create domain core.search_text as text
    constraint core_search_text_length check (length(value) <= 200);
create domain core.hours as integer constraint core_hours_range check (value between 1 and 744);
create domain core.days as integer constraint core_days_range check (value between 1 and 365);
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
comment on domain core.search_text is 'What to look for, at most 200 characters';
comment on domain core.hours is 'Hours, 1 to 744';
comment on domain core.days is 'Days, 1 to 365';
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
    updated_at  timestamptz not null default now(),
    constraint setting_two_person_cents
        check (name <> 'two_person_cents' or value ~ '^[1-9][0-9]{0,8}$'),
    constraint setting_settlement_lease check (name <> 'settlement_lease'
        or value::interval between interval '1 second' and interval '1 hour'),
    constraint setting_feed_candidates
        check (name <> 'feed_candidates' or value ~ '^[1-9][0-9]{1,3}$'),
    constraint setting_feed_time_needed check (name <> 'feed_time_needed'
        or value::interval between interval '1 minute' and interval '30 days')
);
comment on table core.setting is 'Operators'' settings and the test clock; values as text';

create table core.flag (
    name        text primary key,
    is_on       boolean not null default false,
    comment     text not null,
    updated_at  timestamptz not null default now()
);
comment on table core.flag is 'Feature flags; a flag without a row is off';

create table core.flag_rule (
    id          uuid primary key default core.new_id(),
    name        text not null
        constraint flag_rule_flag_fkey references core.flag (name) on delete restrict,
    city_code   text constraint flag_rule_city_code check (city_code ~ '^[a-z_]{2,40}$'),
    role        text constraint flag_rule_role check (role in ('hustler', 'poster', 'both')),
    is_on       boolean not null,
    percent     integer not null default 100
        constraint flag_rule_percent check (percent between 0 and 100),
    updated_at  timestamptz not null default now(),
    constraint flag_rule_unique unique nulls not distinct (name, city_code, role)
);
comment on table core.flag_rule is
    'For whom a flag is on: in a city, in a role, for a part of the people; the narrowest rule that fits
decides, and where none fits the flag itself. @source ADM-04';
comment on column core.flag_rule.percent is
    'How many of a hundred people: a person''s place is fixed, so who is in stays in as it grows';

create table core.secret (
    name   text primary key,
    value  text not null
);
comment on table core.secret is 'Secrets made in this database; the seal of the request context';
insert into core.secret (name, value)
values ('context', gen_random_uuid()::text || gen_random_uuid()::text);
