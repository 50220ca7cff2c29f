-- LIF-20 RLM-18: task.get_matching_score and task.suggest_price; no distance tells where the work is within its cell.
begin;
select plan(27);
create temporary table work as select support.task_in('OPEN', price_cents => 12000) as id, support.task_in('ACCEPTED') as taken;
select support.person('hustler');
create temporary table scored as select s.* from work as w, task.get_matching_score(w.id, 47.61, -122.34) as s;
select is((select s.distance_miles from scored as s), 0.0, 'the distance is to the middle of the cell');
select is((select s.price from scored as s), 0.333, 'the median of its kind is a third');
select is((select s.category from scored as s), 0.8, 'a claimed trade');
select is((select s.poster_rating from scored as s), 0.75, 'nobody rated the poster');
select is((select s.trust_compatibility from scored as s), 1.0, 'a tier that is high enough');
select is((select s.urgency_fit from scored as s), round(1 - abs(1 - 48 / 168.0 - 0.5), 3), 'its hurry');
select is((select s.is_eligible from scored as s), true, 'it may be taken');
select is((select s.overall from scored as s), (select round(0.25 * s.distance + 0.20 * s.price + 0.20 * s.category + 0.15 * s.poster_rating
    + 0.10 * s.urgency_fit + 0.10 * s.trust_compatibility, 3) from scored as s), 'and all of it weighed');
select is((select s.distance from work as w, task.get_matching_score(w.id) as s), 0.5, 'where nobody knows where he is it counts as half');
select geo.share_position(47.61, -122.34);
select is((select s.distance from work as w, task.get_matching_score(w.id) as s), 1.0, 'the shared position is taken');
select is(support.code_as('hustler', format('select task.get_matching_score(%L)', w.taken)), 'HXA02', 'taken work has no score') from work as w;
select is(support.code_as('poster', format('select task.get_matching_score(%L)', w.id)), 'HXA02', 'nor one''s own') from work as w;
select support.be('newcomer');
select account.register('New Comer', date '1990-01-01', '2026-01');
select is((select (s.is_eligible, s.overall)::text from work as w, task.get_matching_score(w.id) as s), '(f,0)', 'who may not take it has none');
select is((select s.blockers @> '{requires_onboarding}' from work as w, task.get_matching_score(w.id) as s), true, 'and is told what is in the way');
select is((select s.blockers from scored as s), '{}', 'who may is told of nothing');
-- The exact place moves within its cell: nothing that anybody else is answered changes.
select support.be('hustler');
create function pg_temp.told() returns text language sql as $f$
    select md5(concat(task.get_feed(latitude => 47.6123, longitude => -122.3345), task.get_feed(latitude => 47.6, longitude => -122.3, sort_by => 'distance'),
        task.search('couch', 47.6123, -122.3345), (select task.get_matching_score(w.id, 47.6123, -122.3345) from work as w), (select task.get_by_id(w.id) from work as w)))
$f$;
create temporary table before as select pg_temp.told() as it;
update task.place as p set latitude = 47.6149, longitude = -122.3351, address = 'Elsewhere 9', contact = 'else' from work as w where p.task_id = w.id;
select is(pg_temp.told(), (select b.it from before as b), 'no answer tells where in its cell work is');
select is((select count(*) from work as w join task.opening as o on o.task_id = w.id where ext.st_distance(o.point, ext.st_setsrid(ext.st_makepoint(-122.34, 47.61), 4326)::ext.geography) < 0.001), 1::bigint, 'for it knows the cell alone');

-- Prices.
select is((select (p.low_cents, p.mid_cents, p.high_cents, p.confidence)::text from task.suggest_price('moving') as p), '(7500,12000,20000,0.5)', 'what moving costs');
select is((select (p.low_cents, p.mid_cents, p.high_cents)::text from task.suggest_price('moving', core.now() + interval '23 hours') as p), '(9375,15000,25000)', 'a quarter more in a hurry');
select is((select p.mid_cents from task.suggest_price('assembly', core.now() + interval '3 days') as p), 5000::bigint, 'what has no figures costs what other does');
select is(support.code_as('hustler', 'select task.suggest_price(''none'')'), 'HXA01', 'of kinds that there are');
select is(task.refresh_category_prices(), 0, 'nothing was completed');
select set_config('session_replication_role', 'replica', true);
insert into task.task (city_id, poster_id, worker_id, title, description, category, price_cents, currency, cell, location_state, risk_level, required_tier,
    insurance_required, background_required, review_period, live_multiplier, deadline_at, state, completed_at, accepted_at)
select t.city_id, t.poster_id, (select u.id from account.user as u where u.email = 'hustler@example.test'), t.title, t.description, 'assembly', 1000 * n, 'USD', t.cell, t.location_state,
       t.risk_level, t.required_tier, false, false, t.review_period, 1, t.deadline_at, 'COMPLETED', core.now() - interval '1 day', core.now() - interval '2 days'
  from generate_series(1, 20) as n, work as w join task.task as t on t.id = w.id;
select set_config('session_replication_role', 'origin', true);
select is(task.refresh_category_prices(), 1, 'of twenty pieces figures are made');
select is((select (p.low_cents, p.mid_cents, p.high_cents)::text from task.suggest_price('assembly') as p), '(5000,10000,15000)', 'a quarter, the middle, three quarters');
select is(task.refresh_poster_quality(), 1, 'who has work open is looked at');
select is((select (q.posted, q.dispute_rate, q.quality)::text from task.poster_quality as q), '(22,0.0000,1.0000)', 'and how good it is to work for him');
select is((select count(*) from task.category_price as p where p.category = 'moving' and p.median_cents = 12000), 1::bigint, 'the others keep theirs');
select * from finish();
rollback;
