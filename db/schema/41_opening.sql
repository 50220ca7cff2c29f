-- Floor 3. Work that may be taken now, as feed and search walk it, and the figures that rank it.
create domain task.feed_mode as text
    constraint task_feed_mode_known check (value in ('normal', 'urgent', 'nearby'));
create domain task.feed_sort as text constraint task_feed_sort_known check (value in (
    'relevance', 'distance', 'price_desc', 'price_asc', 'deadline', 'newest'));
create domain task.radius_miles as integer
    constraint task_radius_range check (value between 1 and 100);
create domain task.feed_page_size as integer
    constraint task_feed_page_size_range check (value between 1 and 50);
create domain task.feed_cursor as text constraint task_feed_cursor_shape
    check (length(value) <= 400 and value ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$');
create domain task.search_words as text constraint task_search_words_length
    check (length(value) <= 200 and value ~ '[^[:space:]]');
create domain task.search_name as text constraint task_search_name_length
    check (length(value) <= 100 and value ~ '[^[:space:]]');
comment on domain task.feed_mode is 'normal, urgent or nearby';
comment on domain task.feed_sort is 'relevance, distance, price_desc, price_asc, deadline or newest';
comment on domain task.radius_miles is 'Miles, 1 to 100';
comment on domain task.feed_page_size is 'How many at most, 1 to 50';
comment on domain task.feed_cursor is 'next_cursor of the page before; it belongs to its filters';
comment on domain task.search_words is 'What is looked for, 1 to 200 characters';
comment on domain task.search_name is 'Text of 1 to 100 characters';

create table task.demand (
    id                   integer generated always as identity primary key,
    category             text not null
        constraint demand_category_fkey references task.category (code) on delete restrict,
    location_state       text not null,
    required_trade       text,
    required_tier        integer not null,
    risk_level           text not null,
    insurance_required   boolean not null,
    background_required  boolean not null,
    constraint demand_once unique nulls not distinct (category, location_state, required_trade,
        required_tier, risk_level, insurance_required, background_required)
);
comment on table task.demand is
    'What work can ask for, each set of it once: who looks for work is held against these few rows, and
then against no work any more';

create table task.cell (
    code   text primary key
        constraint cell_code_shape check (code ~ '^-?[0-9]{1,2}\.[0-9]{2},-?[0-9]{1,3}\.[0-9]{2}$'),
    point  ext.geography (point, 4326) not null generated always as (
        ext.st_setsrid(ext.st_makepoint(split_part(code, ',', 2)::double precision,
            split_part(code, ',', 1)::double precision), 4326)::ext.geography) stored
);
create index cell_point on task.cell using gist (point);
comment on column task.cell.point is
    'Its middle: derived, so it is right after every write. @source DBM-020 DBM-021';
comment on table task.cell is
    'Squares of a hundredth of a degree in which work ever was: who looks for the nearest walks these, and
in each the work that is open';

create table task.opening (
    task_id         uuid primary key
        constraint opening_task_fkey references task.task (id) on delete restrict,
    poster_id       uuid not null,
    category        text not null,
    price_cents     core.price_cents not null,
    currency        core.currency not null,
    location_state  text not null,
    demand_id       integer not null,
    deadline_at     timestamptz not null,
    created_at      timestamptz not null,
    opened_at       timestamptz not null,
    title           text not null,
    cell            text not null,
    search          tsvector not null,
    point           ext.geography (point, 4326) not null generated always as (
        ext.st_setsrid(ext.st_makepoint(split_part(cell, ',', 2)::double precision,
            split_part(cell, ',', 1)::double precision), 4326)::ext.geography) stored
);
create index opening_cell on task.opening (cell, demand_id);
create index opening_newest on task.opening (location_state, task_id);
create index opening_price on task.opening (location_state, price_cents, task_id);
create index opening_deadline on task.opening (location_state, deadline_at, task_id);
create index opening_demand on task.opening (demand_id, task_id);
alter table task.opening alter column demand_id set statistics 1000;
create index opening_search on task.opening using gin (search);
create index opening_title on task.opening using gin (title ext.gin_trgm_ops);
comment on column task.opening.demand_id is
    'What it asks for, of task.demand; no key, whose check would lock a row that all work shares';
comment on column task.opening.point is
    'The centre of the coarse cell, never the place: no distance tells more than the cell does. Derived, so
it is right after every write. @source DBM-020 DBM-021 DBM-046';
comment on table task.opening is
    'A row for each task that is OPEN while its escrow is FUNDED, and for no other: copied from the task
when it opens, never changed, removed when it closes. Feed and search read it. @source LIF-20 LIF-21';

create table task.weight (
    formula    text not null constraint weight_formula_known check (formula in (
        'feed', 'relevance', 'match', 'match_live', 'search')),
    component  text not null constraint weight_component_shape check (component ~ '^[a-z_]{2,40}$'),
    weight     numeric(4, 3) not null constraint weight_range check (weight between 0 and 1),
    constraint weight_pkey primary key (formula, component)
);
comment on table task.weight is
    'What each component counts in a formula of matching; those of a formula sum to 1. Inserted once and
then the operators'' own (domain.md §10)';

create table task.category_group (
    category  text primary key
        constraint category_group_category_fkey references task.category (code) on delete restrict,
    name      text not null constraint category_group_shape check (name ~ '^[a-z_]{2,40}$')
);
comment on table task.category_group is 'Kinds of work that are akin (domain.md §10.5)';

create table task.category_price (
    category        text primary key
        constraint category_price_category_fkey references task.category (code) on delete restrict,
    currency        core.currency not null default 'USD',
    low_cents       core.price_cents not null,
    median_cents    core.price_cents not null,
    high_cents      core.price_cents not null,
    from_completed  bigint not null default 0
        constraint category_price_from_completed check (from_completed >= 0),
    computed_at     timestamptz not null default core.now(),
    constraint category_price_in_order
        check (low_cents <= median_cents and median_cents <= high_cents)
);
comment on table task.category_price is
    'What work of a kind costs: the quarter, the middle and three quarters; of completed work where there
is enough, until then as it was estimated (domain.md §10.6). Kinds without a row cost what other does';

create table task.poster_quality (
    account_id    uuid primary key
        constraint poster_quality_account_fkey references account.user (id) on delete restrict,
    posted        bigint not null constraint poster_quality_posted check (posted >= 0),
    dispute_rate  numeric(5, 4) not null
        constraint poster_quality_dispute_rate check (dispute_rate between 0 and 1),
    response      interval,
    quality       numeric(5, 4) not null
        constraint poster_quality_range check (quality between 0 and 1),
    computed_at   timestamptz not null default core.now()
);
comment on table task.poster_quality is
    'How good it is to work for those who have work open, as of the last hour; who has no row is new.
response is the mean time that he took to review a proof (domain.md §10.4)';

create table task.saved_search (
    id               uuid primary key default core.new_id(),
    account_id       uuid not null
        constraint saved_search_account_fkey references account.user (id) on delete restrict,
    name             task.search_name not null,
    query            task.search_words,
    categories       text[],
    min_price_cents  core.cents,
    max_price_cents  core.cents,
    currency         core.currency not null default 'USD',
    radius_miles     task.radius_miles,
    sort_by          task.feed_sort not null default 'relevance',
    created_at       timestamptz not null default core.now(),
    constraint saved_search_name_once unique (account_id, name),
    constraint saved_search_price_in_order check (min_price_cents <= max_price_cents),
    constraint saved_search_categories_few check (cardinality(categories) <= 50)
);
comment on table task.saved_search is 'Searches that a person kept, at most 20 (domain.md §10.7)';
