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
comment on table city.rule is
    'A city''s business figures, inserted once and then the operators'' own. @source ESC-14 CIT-08';
