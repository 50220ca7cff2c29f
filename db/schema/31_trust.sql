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
    account_id  uuid primary key
        constraint standing_account_fkey references account.user (id) on delete restrict,
    tier        integer not null default 1
        constraint standing_tier_fkey references trust.tier (tier) on delete restrict,
    updated_at  timestamptz not null default core.now()
);
create index standing_tier on trust.standing (tier);
comment on table trust.standing is 'A person''s tier';
