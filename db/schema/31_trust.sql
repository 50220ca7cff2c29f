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
    reason      text not null constraint strike_reason_known check (reason in ('ABANDONMENTS', 'CONDUCT')),
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
