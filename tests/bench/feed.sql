-- Work to take and hustlers about, for the benchmark alone: as many of each as bench.size says. Six
-- tenths in one city, the rest over its state; a quarter asks for what a beginner has not.
-- Loaded with triggers off: only what feed, search and the nearest read is there.
set session_replication_role = replica;
create schema if not exists bench;
create or replace function bench.person(n bigint) returns uuid language sql immutable parallel safe
    return ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid;
create or replace function bench.work(n bigint) returns uuid language sql immutable parallel safe
    return ('00000000-0000-7000-a000-' || lpad(n::text, 12, '0'))::uuid;
-- Some open task, of any kind.
create or replace function bench.somewhere() returns uuid language sql volatile
    return bench.work(1 + floor(random() * 10000)::bigint);
select setseed(0.5);

insert into account.user (id, provider_uid, email, full_name, birth_date, accepted_terms_version)
select bench.person(n), 'bench:' || n, n || '@bench.test', 'Bench Person', '1990-01-01', '1'
  from generate_series(1, current_setting('bench.size')::bigint) as n
on conflict do nothing;
insert into trust.standing (account_id, tier)
select bench.person(n), 1 + n % 3 from generate_series(1, current_setting('bench.size')::bigint) as n
on conflict do nothing;
insert into verification.claim (account_id, role, location_state)
select bench.person(n), 'both', 'WA' from generate_series(1, current_setting('bench.size')::bigint) as n
on conflict do nothing;
insert into verification.claimed_trade (account_id, trade)
select bench.person(n), 'moving' from generate_series(1, current_setting('bench.size')::bigint) as n
on conflict do nothing;
insert into verification.capability_profile (account_id, location_state, tier, clearances, is_insured,
    background_checked, takes_in_home, takes_urgent, takes_high_value, inputs_digest)
select s.account_id, 'WA', s.tier,
       array(select c.level from trust.clearance as c where c.tier = s.tier), false, false, false, false,
       false, repeat('0', 64)
  from trust.standing as s
on conflict do nothing;

create temporary table drawn as
select n, (array['moving', 'cleaning', 'delivery', 'errands', 'yard_work', 'assembly', 'handyman', 'pet_care',
           'it_networking', 'electrical', 'plumbing', 'tutoring'])[1 + floor(random() * 12)::integer] as category,
       500 + floor(random() * 400)::bigint * 50 as price_cents,
       now() + random() * interval '20 days' + interval '90 minutes' as deadline_at,
       now() - random() * interval '10 days' as created_at,
       case when random() < 0.6 then 47.50 + random() * 0.23 else 46.0 + random() * 2.9 end as latitude,
       case when random() < 0.6 then -122.42 + random() * 0.17 else -124.0 + random() * 7 end as longitude,
       (array['Move', 'Carry', 'Clean', 'Fetch', 'Build', 'Mend', 'Walk', 'Paint', 'Mow', 'Sort'])
           [1 + floor(random() * 10)::integer] || ' '
       || (array['a couch', 'the boxes', 'a studio', 'groceries', 'a shelf', 'the fence', 'two dogs', 'a wall',
           'the lawn', 'old books', 'a piano', 'the gutters'])[1 + floor(random() * 12)::integer] || ' '
       || (array['today', 'soon', 'with care', 'upstairs', 'near the park', 'by the lake', 'for a neighbour',
           'before noon'])[1 + floor(random() * 8)::integer] as title
  from generate_series(1, current_setting('bench.size')::bigint) as n;
insert into task.task (id, city_id, poster_id, title, description, category, price_cents, currency, cell,
    location_state, risk_level, required_tier, required_trade, insurance_required, background_required,
    review_period, live_multiplier, deadline_at, due_at, due_event, created_at)
select bench.work(d.n), (select c.id from city.city as c limit 1),
       bench.person(1 + d.n * 7919 % current_setting('bench.size')::bigint), d.title, 'Everything needed is there.',
       d.category, d.price_cents, 'USD',
       to_char(round(d.latitude::numeric, 2), 'FM990.00') || ',' || to_char(round(d.longitude::numeric, 2), 'FM9990.00'),
       'WA', c.risk_level, r.min_tier, c.required_trade, r.needs_insurance, r.needs_background,
       interval '48 hours', 1, d.deadline_at, d.deadline_at, 'expire', d.created_at
  from drawn as d
  join task.category as c on c.code = d.category
  join trust.risk as r on r.level = c.risk_level
 order by d.n;
insert into task.demand (category, location_state, required_trade, required_tier, risk_level, insurance_required,
    background_required)
select distinct t.category, t.location_state, t.required_trade, t.required_tier, t.risk_level, t.insurance_required,
       t.background_required
  from task.task as t
on conflict do nothing;
insert into task.cell (code) select distinct t.cell from task.task as t on conflict do nothing;
insert into task.opening (task_id, poster_id, category, price_cents, currency, location_state, demand_id,
    deadline_at, created_at, opened_at, title, cell, search)
select t.id, t.poster_id, t.category, t.price_cents, t.currency, t.location_state, d.id, t.deadline_at,
       t.created_at, t.created_at, t.title, t.cell, task._search_vector(t.title, t.description, null, t.category)
  from task.task as t
  join task.demand as d on d.category = t.category and d.risk_level = t.risk_level
 where t.id between bench.work(1) and bench.work(current_setting('bench.size')::bigint);
insert into geo.position (account_id, latitude, longitude, is_available, seen_at)
select bench.person(d.n), d.latitude, d.longitude, d.n % 5 > 0, now() + interval '1 day' from drawn as d;
drop table drawn;
reset session_replication_role;
