-- Floor 9. Figures for operators, kept once their day is over.
create table metrics.daily_report (
    city_id           uuid not null
        constraint daily_report_city_fkey references city.city (id) on delete restrict,
    day               date not null,
    currency          core.currency not null,
    completed_tasks   bigint not null,
    collected_cents   bigint not null,
    released_cents    bigint not null,
    fee_cents         bigint not null,
    refunded_cents    bigint not null,
    paid_out_cents    bigint not null,
    lost_cents        bigint not null,
    cost_cents        bigint not null,
    held_cents        bigint not null,
    outstanding_cents  bigint not null,
    in_doubt_cents    bigint not null,
    taken_at          timestamptz not null default core.now(),
    constraint daily_report_pkey primary key (city_id, day)
);
comment on table metrics.daily_report is
    'The money of a city''s day, as it stood when the day was over, append-only. @source REC-006';
