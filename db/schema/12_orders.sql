-- Floor 0. What orders to outside parties stand on: circuits, freezes, dead letters.
create table core.circuit (
    id           uuid primary key default core.new_id(),
    party        text not null constraint circuit_party_unique unique
        constraint circuit_party_shape check (party ~ '^[a-z_]{2,40}$'),
    state        text not null default 'CLOSED',
    version      integer not null default 1,
    threshold    integer not null default 5
        constraint circuit_threshold check (threshold between 1 and 1000),
    pause        interval not null default '30 seconds'
        constraint circuit_pause check (pause between interval '1 second' and interval '1 hour'),
    full_batch   integer not null default 200
        constraint circuit_full_batch check (full_batch between 1 and 10000),
    failures     integer not null default 0
        constraint circuit_failures check (failures >= 0),
    openings     integer not null default 0
        constraint circuit_openings check (openings >= 0),
    allowance    integer not null default 200
        constraint circuit_allowance check (allowance >= 1),
    opened_at    timestamptz,
    probe_at     timestamptz,
    updated_at   timestamptz not null default core.now(),
    constraint circuit_probed_unless_closed check ((probe_at is null) = (state = 'CLOSED'))
);
comment on table core.circuit is
    'A circuit breaker an outside party, shared by all workers; times by the real clock';
comment on column core.circuit.threshold is 'How many calls in a row may fail before it opens';
comment on column core.circuit.pause is
    'How long it stays open before one call tries again; doubled by each further failure, at most an hour';
comment on column core.circuit.allowance is
    'How many calls a batch may hold now: one while half open, then doubled up to full_batch';

create table core.freeze (
    id         uuid primary key default core.new_id(),
    scope      text not null constraint freeze_scope_unique unique
        constraint freeze_scope_known
        check (scope in ('FUNDING', 'TRANSFERS', 'REFUNDS', 'REVERSALS')),
    frozen_at  timestamptz,
    frozen_by  uuid,
    reason     text,
    constraint freeze_has_reason check ((frozen_at is null) = (reason is null)),
    constraint freeze_by_somebody check (frozen_by is null or frozen_at is not null)
);
comment on table core.freeze is
    'Kinds of money that are frozen: no new movement begins, what is under way ends. @source ADM-09';
comment on column core.freeze.frozen_by is 'Null where a finding froze it';

create table core.dead_letter (
    id         uuid primary key default core.new_id(),
    kind       text not null constraint dead_letter_kind_known
        check (kind in ('settlement', 'intent', 'connected_account', 'evidence')),
    order_id   uuid not null,
    attempts   integer not null,
    error      text not null,
    buried_at  timestamptz not null default core.now(),
    closed_at  timestamptz,
    closing    text,
    constraint dead_letter_closed_whole check ((closed_at is null) = (closing is null))
);
create unique index dead_letter_one_open on core.dead_letter (kind, order_id) where closed_at is null;
create index dead_letter_order on core.dead_letter (order_id);
comment on table core.dead_letter is
    'Orders that a person must look at: attempts used up, or refused for good. @source QUE-12 W20';
