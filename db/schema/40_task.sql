-- Floor 3. The work, its private place and who was assigned to it.
create domain task.category_code as text
    constraint task_category_code_shape check (value ~ '^[a-z_]{2,40}$');
create domain task.mode as text constraint task_mode_is_known check (value in ('STANDARD', 'LIVE'));
create domain task.party as text
    constraint task_party_known check (value in ('poster', 'worker'));
create domain task.address as text
    constraint task_address_length check (length(value) <= 500 and value ~ '[^[:space:]]');
comment on domain task.category_code is 'A kind of work, as task.category has it';
comment on domain task.mode is 'STANDARD or LIVE';
comment on domain task.party is 'poster or worker';
comment on domain task.address is 'Text of 1 to 500 characters';

create table task.category (
    code            text primary key constraint category_code_shape check (code ~ '^[a-z_]{2,40}$'),
    name            core.title not null,
    risk_level      text not null
        constraint category_risk_fkey references trust.risk (level) on delete restrict,
    required_trade  text
        constraint category_required_trade_fkey
            references verification.trade (code) on delete restrict
);
create index category_risk on task.category (risk_level);
create index category_required_trade on task.category (required_trade)
    where required_trade is not null;
comment on table task.category is 'Kinds of work with their baseline risk and trade. @source LIF-01';

create table task.task (
    id                     uuid primary key default core.new_id(),
    city_id                uuid not null
        constraint task_city_fkey references city.city (id) on delete restrict,
    poster_id              uuid not null
        constraint task_poster_fkey references account.user (id) on delete restrict,
    worker_id              uuid
        constraint task_worker_fkey references account.user (id) on delete restrict,
    title                  core.title not null,
    description            core.long_text not null,
    requirements           core.requirements,
    category               text not null
        constraint task_category_fkey references task.category (code) on delete restrict,
    price_cents            core.price_cents not null,
    currency               core.currency not null,
    mode                   text not null default 'STANDARD'
        constraint task_mode_known check (mode in ('STANDARD', 'LIVE')),
    cell                   text not null,
    location_state         text not null
        constraint task_location_state check (location_state ~ '^[A-Z]{2}$'),
    risk_level             text not null
        constraint task_risk_fkey references trust.risk (level) on delete restrict,
    required_tier          integer not null
        constraint task_required_tier_fkey references trust.tier (tier) on delete restrict,
    required_trade         text
        constraint task_required_trade_fkey references verification.trade (code) on delete restrict,
    insurance_required     boolean not null,
    background_required    boolean not null,
    requires_proof         boolean not null default true,
    proof_instructions     core.instructions,
    review_period          interval not null
        constraint task_review_period check (review_period >= interval '1 hour'),
    live_multiplier        numeric(4, 2) not null
        constraint task_live_multiplier check (live_multiplier between 1 and 5),
    deadline_at            timestamptz not null,
    due_at                 timestamptz,
    due_event              text constraint task_due_event_known
        check (due_event in ('expire', 'warn', 'dispute', 'complete')),
    state                  text not null default 'OPEN',
    version                integer not null default 1,
    accepted_at            timestamptz,
    proof_submitted_at     timestamptz,
    completed_at           timestamptz,
    cancelled_at           timestamptz,
    expired_at             timestamptz,
    created_at             timestamptz not null default core.now(),
    updated_at             timestamptz not null default core.now(),
    zone                   text,
    risk_rules             text[] not null default '{}',
    constraint task_zone_fkey foreign key (city_id, zone)
        references city.zone (city_id, code) on delete restrict,
    constraint task_poster_is_not_worker check (worker_id <> poster_id),
    constraint task_worker_by_state check (
        case when state in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED', 'COMPLETED')
             then worker_id is not null
             when state in ('OPEN', 'EXPIRED') then worker_id is null
             else true end),
    constraint task_times_by_state check (
        (completed_at is not null) = (state = 'COMPLETED')
        and (cancelled_at is not null) = (state = 'CANCELLED')
        and (expired_at is not null) = (state = 'EXPIRED')
        and (accepted_at is not null) = (worker_id is not null)),
    constraint task_due_whole check ((due_at is null) = (due_event is null)),
    constraint task_live_later check (mode <> 'LIVE'),
    constraint task_live_multiplier_of_live check (mode = 'LIVE' or live_multiplier = 1),
    constraint task_live_price check (mode <> 'LIVE' or price_cents >= 1500)
) with (fillfactor = 70);
create index task_poster on task.task (poster_id, id);
create index task_worker on task.task (worker_id, id) where worker_id is not null;
create index task_due on task.task (due_at) where due_at is not null;
create index task_city on task.task (city_id, id);
create index task_zone on task.task (city_id, zone);
create index task_category on task.task (category);
create index task_risk on task.task (risk_level);
create index task_required_tier on task.task (required_tier);
create index task_required_trade on task.task (required_trade) where required_trade is not null;
comment on column task.task.due_at is
    'When the task''s clock acts next, and due_event what it does; a hold that ends moves it later';
comment on column task.task.zone is
    'Where, as all may know it: the zone at the place when it was posted; null for work that is older
than the zones and lay outside of them';
comment on column task.task.risk_rules is 'What raised its risk above that of its category when it was posted';
comment on table task.task is 'Work posted and done. @source LIF-01 LIF-02 LIF-24';

create table task.place (
    task_id    uuid primary key
        constraint place_task_fkey references task.task (id) on delete restrict,
    address    text not null constraint place_address_length
        check (length(btrim(address)) between 1 and 500),
    latitude   core.latitude not null,
    longitude  core.longitude not null,
    contact    core.contact
);
comment on table task.place is 'Where exactly: personal data, deletable, seen by poster and assigned worker';

create table task.assignment (
    id                       uuid primary key default core.new_id(),
    task_id                  uuid not null
        constraint assignment_task_fkey references task.task (id) on delete restrict,
    worker_id                uuid not null
        constraint assignment_worker_fkey references account.user (id) on delete restrict,
    accepted_at              timestamptz not null,
    started_at               timestamptz,
    completion_requested_at  timestamptz,
    ended_at                 timestamptz,
    ending                   text constraint assignment_ending_known check (ending in (
        'completed', 'cancelled', 'withdrawn', 'abandoned', 'overdue', 'refunded', 'lost')),
    compensation_cents       bigint not null default 0
        constraint assignment_compensation_not_negative check (compensation_cents >= 0),
    constraint assignment_ending_when_ended check ((ended_at is null) = (ending is null)),
    constraint assignment_compensated_when_cancelled
        check (compensation_cents = 0 or ending = 'cancelled'),
    constraint assignment_once_a_worker unique (task_id, worker_id),
    constraint assignment_of_task unique (id, task_id, worker_id)
);
create unique index assignment_one_open on task.assignment (task_id) where ended_at is null;
create index assignment_worker on task.assignment (worker_id, ended_at);
comment on column task.assignment.ending is
    'completed; cancelled by the poster; withdrawn within the free minute; abandoned; overdue (the poster
cancelled after the deadline: an abandonment); refunded (an admin or a chargeback); lost (a dispute)';
comment on table task.assignment is
    'Who was assigned when: one open row a task, one row ever a task and worker. @source LIF-05 LIF-06';
