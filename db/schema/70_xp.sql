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
