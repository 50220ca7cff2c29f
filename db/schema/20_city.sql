-- Floor 1. Cities, their bounds and the figures of their marketplace.
create domain city.state_code as text
    constraint city_state_code_shape check (value ~ '^[A-Z]{2}$');
comment on domain city.state_code is 'Two capitals: one of the 50 states or DC, as city.us_state has them';

create table city.us_state (
    code  text primary key constraint us_state_code_shape check (code ~ '^[A-Z]{2}$'),
    name  core.title not null constraint us_state_name_unique unique
);
comment on table city.us_state is 'The 50 states and DC, where people and work are';

create table city.city (
    id          uuid primary key default core.new_id(),
    code        text not null constraint city_code_unique unique
        constraint city_code_shape check (code ~ '^[a-z_]{2,40}$'),
    name        core.title not null,
    state_code  text not null constraint city_state_code check (state_code ~ '^[A-Z]{2}$'),
    time_zone   text not null,
    currency    core.currency not null default 'USD',
    boundary    ext.geometry (geometry, 4326) not null
        constraint city_boundary_valid check (ext.st_isvalid(boundary)),
    created_at  timestamptz not null default now()
);
create index city_boundary on city.city using gist (boundary);
comment on table city.city is 'Cities that are served; boundary in WGS 84. @source CIT-01 CIT-08';

create table city.zone (
    city_id     uuid not null
        constraint zone_city_fkey references city.city (id) on delete restrict,
    code        text not null constraint zone_code_shape check (code ~ '^[a-z_]{2,40}$'),
    name        core.title not null,
    boundary    ext.geometry (multipolygon, 4326) not null
        constraint zone_boundary_valid check (ext.st_isvalid(boundary) and not ext.st_isempty(boundary)),
    created_at  timestamptz not null default now(),
    constraint zone_pkey primary key (city_id, code)
);
create index zone_boundary on city.zone using gist (boundary);
comment on table city.zone is
    'Parts of a city that work is found and counted by: inside its boundary, apart from each other.
@source CIT-02 CIT-08';

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
    payout_approval_cents    bigint not null default 200000
        constraint rule_payout_approval_cents check (payout_approval_cents >= 1),
    payout_cooling           interval not null default '24 hours'
        constraint rule_payout_cooling check (payout_cooling >= interval '0'),
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
comment on column city.rule.payout_approval_cents is
    'From which amount on a transfer waits for a person of staff. @source STL-11';
comment on column city.rule.payout_cooling is
    'How long transfers wait after a worker''s payout account was replaced';
comment on table city.rule is
    'A city''s business figures, inserted once and then the operators'' own. @source ESC-14 CIT-08';

create table city.zip_range (
    state_code  text not null
        constraint zip_range_state_fkey references city.us_state (code) on delete restrict,
    from_zip3   text not null constraint zip_range_from_shape check (from_zip3 ~ '^[0-9]{3}$'),
    to_zip3     text not null constraint zip_range_to_shape check (to_zip3 ~ '^[0-9]{3}$'),
    constraint zip_range_pkey primary key (state_code, from_zip3),
    constraint zip_range_in_order check (from_zip3 <= to_zip3)
);
comment on table city.zip_range is 'First three digits of the ZIP codes of each state (law)';
