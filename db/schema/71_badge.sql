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
