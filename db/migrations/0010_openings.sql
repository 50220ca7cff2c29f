-- Open work stands where feed and search walk it, with the figures that rank it; positions of hustlers.
-- Nothing that is there is rewritten: the tables are new, and what is open now is offered by the .post.

create domain task.feed_cursor as text
    constraint task_feed_cursor_shape check (((length(value) <= 400) and (value ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'::text)));
create domain task.feed_mode as text
    constraint task_feed_mode_known check ((value = any (array['normal'::text, 'urgent'::text, 'nearby'::text])));
create domain task.feed_page_size as integer
    constraint task_feed_page_size_range check (((value >= 1) and (value <= 50)));
create domain task.feed_sort as text
    constraint task_feed_sort_known check ((value = any (array['relevance'::text, 'distance'::text, 'price_desc'::text, 'price_asc'::text, 'deadline'::text, 'newest'::text])));
create domain task.radius_miles as integer
    constraint task_radius_range check (((value >= 1) and (value <= 100)));
create domain task.search_name as text
    constraint task_search_name_length check (((length(value) <= 100) and (value ~ '[^[:space:]]'::text)));
create domain task.search_words as text
    constraint task_search_words_length check (((length(value) <= 200) and (value ~ '[^[:space:]]'::text)));
create table geo.position (
    account_id uuid not null,
    latitude core.latitude,
    longitude core.longitude,
    is_available boolean not null default true,
    seen_at timestamp with time zone not null default core.now(),
    point ext.geography(Point,4326) generated always as ((ext.st_setsrid(ext.st_makepoint((longitude)::double precision, (latitude)::double precision), 4326))::ext.geography) stored
) with (fillfactor = 70);
alter table geo.position enable row level security;
create table task.category_group (
    category text not null,
    name text not null
);
alter table task.category_group enable row level security;
create table task.category_price (
    category text not null,
    currency core.currency not null default 'USD'::text,
    low_cents core.price_cents not null,
    median_cents core.price_cents not null,
    high_cents core.price_cents not null,
    from_completed bigint not null default 0,
    computed_at timestamp with time zone not null default core.now()
);
alter table task.category_price enable row level security;
create table task.cell (
    code text not null,
    point ext.geography(Point,4326) not null generated always as ((ext.st_setsrid(ext.st_makepoint((split_part(code, ','::text, 2))::double precision, (split_part(code, ','::text, 1))::double precision), 4326))::ext.geography) stored
);
alter table task.cell enable row level security;
create table task.demand (
    id integer generated always as identity not null,
    category text not null,
    location_state text not null,
    required_trade text,
    required_tier integer not null,
    risk_level text not null,
    insurance_required boolean not null,
    background_required boolean not null
);
alter table task.demand enable row level security;
create table task.opening (
    task_id uuid not null,
    poster_id uuid not null,
    category text not null,
    price_cents core.price_cents not null,
    currency core.currency not null,
    location_state text not null,
    demand_id integer not null,
    deadline_at timestamp with time zone not null,
    created_at timestamp with time zone not null,
    opened_at timestamp with time zone not null,
    title text not null,
    cell text not null,
    search tsvector not null,
    point ext.geography(Point,4326) not null generated always as ((ext.st_setsrid(ext.st_makepoint((split_part(cell, ','::text, 2))::double precision, (split_part(cell, ','::text, 1))::double precision), 4326))::ext.geography) stored
);
alter table task.opening enable row level security;
create table task.poster_quality (
    account_id uuid not null,
    posted bigint not null,
    dispute_rate numeric(5,4) not null,
    response interval,
    quality numeric(5,4) not null,
    computed_at timestamp with time zone not null default core.now()
);
alter table task.poster_quality enable row level security;
create table task.saved_search (
    id uuid not null default core.new_id(),
    account_id uuid not null,
    name task.search_name not null,
    query task.search_words,
    categories text[],
    min_price_cents core.cents,
    max_price_cents core.cents,
    currency core.currency not null default 'USD'::text,
    radius_miles task.radius_miles,
    sort_by task.feed_sort not null default 'relevance'::text,
    created_at timestamp with time zone not null default core.now()
);
alter table task.saved_search enable row level security;
create table task.weight (
    formula text not null,
    component text not null,
    weight numeric(4,3) not null
);
alter table task.weight enable row level security;
create index position_available on geo.position using gist (point) where is_available;
create unique index position_pkey on geo.position using btree (account_id);
create unique index category_group_pkey on task.category_group using btree (category);
create unique index category_price_pkey on task.category_price using btree (category);
create unique index cell_pkey on task.cell using btree (code);
create index cell_point on task.cell using gist (point);
create unique index demand_once on task.demand using btree (category, location_state, required_trade, required_tier, risk_level, insurance_required, background_required) nulls not distinct;
create unique index demand_pkey on task.demand using btree (id);
create index opening_cell on task.opening using btree (cell, demand_id);
create index opening_deadline on task.opening using btree (location_state, deadline_at, task_id);
create index opening_demand on task.opening using btree (demand_id, task_id);
create index opening_newest on task.opening using btree (location_state, task_id);
create unique index opening_pkey on task.opening using btree (task_id);
create index opening_price on task.opening using btree (location_state, price_cents, task_id);
create index opening_search on task.opening using gin (search);
create index opening_title on task.opening using gin (title ext.gin_trgm_ops);
create unique index poster_quality_pkey on task.poster_quality using btree (account_id);
create unique index saved_search_name_once on task.saved_search using btree (account_id, name);
create unique index saved_search_pkey on task.saved_search using btree (id);
create unique index weight_pkey on task.weight using btree (formula, component);
alter table task.opening alter column demand_id set statistics 1000;
alter table geo.position add constraint position_pkey primary key using index position_pkey;
alter table task.category_group add constraint category_group_pkey primary key using index category_group_pkey;
alter table task.category_price add constraint category_price_pkey primary key using index category_price_pkey;
alter table task.cell add constraint cell_pkey primary key using index cell_pkey;
alter table task.demand add constraint demand_pkey primary key using index demand_pkey;
alter table task.opening add constraint opening_pkey primary key using index opening_pkey;
alter table task.poster_quality add constraint poster_quality_pkey primary key using index poster_quality_pkey;
alter table task.saved_search add constraint saved_search_pkey primary key using index saved_search_pkey;
alter table task.weight add constraint weight_pkey primary key using index weight_pkey;
alter table core.setting add constraint setting_feed_candidates check (((name <> 'feed_candidates'::text) or (value ~ '^[1-9][0-9]{1,3}$'::text))) not valid;
alter table core.setting add constraint setting_feed_time_needed check (((name <> 'feed_time_needed'::text) or (((value)::interval >= '00:01:00'::interval) and ((value)::interval <= '30 days'::interval)))) not valid;
alter table geo.position add constraint position_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table geo.position validate constraint position_account_fkey;
alter table geo.position add constraint position_available_is_known check (((not is_available) or (latitude is not null))) not valid;
alter table geo.position validate constraint position_available_is_known;
alter table geo.position add constraint position_whole check (((latitude is null) = (longitude is null))) not valid;
alter table geo.position validate constraint position_whole;
alter table task.category_group add constraint category_group_category_fkey foreign key (category) references task.category(code) on delete restrict not valid;
alter table task.category_group validate constraint category_group_category_fkey;
alter table task.category_group add constraint category_group_shape check ((name ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table task.category_group validate constraint category_group_shape;
alter table task.category_price add constraint category_price_category_fkey foreign key (category) references task.category(code) on delete restrict not valid;
alter table task.category_price validate constraint category_price_category_fkey;
alter table task.category_price add constraint category_price_from_completed check ((from_completed >= 0)) not valid;
alter table task.category_price validate constraint category_price_from_completed;
alter table task.category_price add constraint category_price_in_order check ((((low_cents)::bigint <= (median_cents)::bigint) and ((median_cents)::bigint <= (high_cents)::bigint))) not valid;
alter table task.category_price validate constraint category_price_in_order;
alter table task.cell add constraint cell_code_shape check ((code ~ '^-?[0-9]{1,2}\.[0-9]{2},-?[0-9]{1,3}\.[0-9]{2}$'::text)) not valid;
alter table task.cell validate constraint cell_code_shape;
alter table task.demand add constraint demand_category_fkey foreign key (category) references task.category(code) on delete restrict not valid;
alter table task.demand validate constraint demand_category_fkey;
alter table task.demand add constraint demand_once unique using index demand_once;
alter table task.opening add constraint opening_task_fkey foreign key (task_id) references task.task(id) on delete restrict not valid;
alter table task.opening validate constraint opening_task_fkey;
alter table task.poster_quality add constraint poster_quality_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table task.poster_quality validate constraint poster_quality_account_fkey;
alter table task.poster_quality add constraint poster_quality_dispute_rate check (((dispute_rate >= (0)::numeric) and (dispute_rate <= (1)::numeric))) not valid;
alter table task.poster_quality validate constraint poster_quality_dispute_rate;
alter table task.poster_quality add constraint poster_quality_posted check ((posted >= 0)) not valid;
alter table task.poster_quality validate constraint poster_quality_posted;
alter table task.poster_quality add constraint poster_quality_range check (((quality >= (0)::numeric) and (quality <= (1)::numeric))) not valid;
alter table task.poster_quality validate constraint poster_quality_range;
alter table task.saved_search add constraint saved_search_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table task.saved_search validate constraint saved_search_account_fkey;
alter table task.saved_search add constraint saved_search_categories_few check ((cardinality(categories) <= 50)) not valid;
alter table task.saved_search validate constraint saved_search_categories_few;
alter table task.saved_search add constraint saved_search_name_once unique using index saved_search_name_once;
alter table task.saved_search add constraint saved_search_price_in_order check (((min_price_cents)::bigint <= (max_price_cents)::bigint)) not valid;
alter table task.saved_search validate constraint saved_search_price_in_order;
alter table task.weight add constraint weight_component_shape check ((component ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table task.weight validate constraint weight_component_shape;
alter table task.weight add constraint weight_formula_known check ((formula = any (array['feed'::text, 'relevance'::text, 'match'::text, 'match_live'::text, 'search'::text]))) not valid;
alter table task.weight validate constraint weight_formula_known;
alter table task.weight add constraint weight_range check (((weight >= (0)::numeric) and (weight <= (1)::numeric))) not valid;
alter table task.weight validate constraint weight_range;
comment on domain task.feed_cursor is 'next_cursor of the page before; it belongs to its filters';
comment on domain task.feed_mode is 'normal, urgent or nearby';
comment on domain task.feed_page_size is 'How many at most, 1 to 50';
comment on domain task.feed_sort is 'relevance, distance, price_desc, price_asc, deadline or newest';
comment on domain task.radius_miles is 'Miles, 1 to 100';
comment on domain task.search_name is 'Text of 1 to 100 characters';
comment on domain task.search_words is 'What is looked for, 1 to 200 characters';
comment on table geo."position" is 'The last position that a hustler shared: personal data. Who hides has a row without a place';
comment on column geo."position".point is 'Follows latitude and longitude after every write; null where they are. @source DBM-020 DBM-021 DBM-046';
comment on table task.category_group is 'Kinds of work that are akin (domain.md §10.5)';
comment on table task.category_price is 'What work of a kind costs: the quarter, the middle and three quarters; of completed work where there
is enough, until then as it was estimated (domain.md §10.6). Kinds without a row cost what other does';
comment on table task.cell is 'Squares of a hundredth of a degree in which work ever was: who looks for the nearest walks these, and
in each the work that is open';
comment on column task.cell.point is 'Its middle: derived, so it is right after every write. @source DBM-020 DBM-021';
comment on table task.demand is 'What work can ask for, each set of it once: who looks for work is held against these few rows, and
then against no work any more';
comment on table task.opening is 'A row for each task that is OPEN while its escrow is FUNDED, and for no other: copied from the task
when it opens, never changed, removed when it closes. Feed and search read it. @source LIF-20 LIF-21';
comment on column task.opening.demand_id is 'What it asks for, of task.demand; no key, whose check would lock a row that all work shares';
comment on column task.opening.point is 'The centre of the coarse cell, never the place: no distance tells more than the cell does. Derived, so
it is right after every write. @source DBM-020 DBM-021 DBM-046';
comment on table task.poster_quality is 'How good it is to work for those who have work open, as of the last hour; who has no row is new.
response is the mean time that he took to review a proof (domain.md §10.4)';
comment on table task.saved_search is 'Searches that a person kept, at most 20 (domain.md §10.7)';
comment on table task.weight is 'What each component counts in a formula of matching; those of a formula sum to 1. Inserted once and
then the operators'' own (domain.md §10)';

-- How work is matched with people, and what it costs: as db/seeds have it for who begins now.
insert into core.setting (name, value, comment) values
    ('feed_candidates', '400', 'How many of the nearest, or newest, are ranked by relevance'),
    ('feed_time_needed', '4 hours', 'How much time before its deadline work is taken to need')
on conflict (name) do nothing;
insert into task.weight (formula, component, weight) values
    ('feed', 'trust', .30), ('feed', 'distance', .25), ('feed', 'category', .20),
    ('feed', 'price', .15), ('feed', 'time', .10),
    ('relevance', 'match', .70), ('relevance', 'recency', .15), ('relevance', 'urgency', .10),
    ('relevance', 'poster', .05),
    ('match', 'distance', .25), ('match', 'price', .20), ('match', 'category', .20),
    ('match', 'poster', .15), ('match', 'urgency', .10), ('match', 'trust', .10),
    ('match_live', 'distance', .35), ('match_live', 'price', .15), ('match_live', 'category', .20),
    ('match_live', 'poster', .10), ('match_live', 'urgency', .05), ('match_live', 'trust', .15),
    ('search', 'search', .40), ('search', 'match', .60);
insert into task.category_group (category, name)
select g.category, g.name
  from (values ('cleaning', 'home_services'), ('handyman', 'home_services'),
               ('yard_work', 'home_services'), ('organization', 'home_services'),
               ('moving', 'transportation'), ('delivery', 'transportation'),
               ('errands', 'transportation'), ('tech_help', 'professional'),
               ('tutoring', 'professional'), ('pet_care', 'care')) as g (category, name)
  join task.category as c on c.code = g.category;
insert into task.category_price (category, median_cents, low_cents, high_cents)
select p.category, p.median_cents, p.low_cents, p.high_cents
  from (values ('cleaning', 5000, 3000, 8000), ('moving', 12000, 7500, 20000),
               ('delivery', 2500, 1500, 4000), ('handyman', 7500, 4000, 15000),
               ('errands', 2000, 1000, 3500), ('tech_help', 6000, 3500, 10000),
               ('yard_work', 6500, 4000, 12000), ('pet_care', 3500, 2000, 6000),
               ('other', 5000, 2500, 10000)) as p (category, median_cents, low_cents, high_cents)
  join task.category as c on c.code = p.category;
insert into core.rate_limit (operation, scope, allowed, period) values
    ('task.search', 'account', 120, interval '1 minute')
on conflict on constraint rate_limit_pkey do nothing;
