-- Floor 0. What a request stands on: its route, its key, its limits; and how orders reach workers.
create table core.route (
    procedure    text primary key,
    fingerprint  text not null,
    is_query     boolean not null,
    idempotency  text not null constraint route_idempotency_known
        check (idempotency in ('none', 'optional', 'required', 'money', 'poll')),
    roles        text[] not null,
    made_at      timestamptz not null default now()
);
comment on table core.route is
    'Procedures that core.call may call, printed from the catalog by core.make_routes. @source SEC-15';
comment on column core.route.idempotency is
    'money: a key is required and kept for long; poll: a repeat under its key asks how far the order is, and
runs again (it orders once by itself)';

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
