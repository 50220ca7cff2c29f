-- XPB-09 XPB-10 XPB-11 XPB-12: badges are earned by completed work, once, and kept for ever.
begin;
select plan(31);
create function pg_temp.badges(name text) returns text language sql as $f$
    select coalesce(string_agg(a.badge_id, ' ' order by a.badge_id), '') from badge.award as a join account.user as u on u.id = a.account_id where u.email = $1 || '@example.test'
$f$;
create function pg_temp.at(local timestamp) returns timestamptz language sql as $f$
    select support.set_clock(($1 at time zone 'America/Los_Angeles') - now())
$f$;
select is((select count(*) from badge.definition), 20::bigint, 'twenty badges');
-- A Monday in the future, at noon.
create temporary table week as select date_trunc('week', now() at time zone 'America/Los_Angeles') + interval '7 days 12 hours' as monday;
select pg_temp.at(w.monday) from week as w;
select support.task_in('CANCELLED', 'a', 'one'), support.task_in('PROOF_SUBMITTED', 'a', 'one');
select is(pg_temp.badges('one'), '', 'nothing is earned by what is not completed');
select support.task_in('COMPLETED', 'a', 'one', 500);
select is(pg_temp.badges('one'), 'first-task', 'the first task');
select support.task_in('COMPLETED', 'a', 'one', 500);
select is(pg_temp.badges('one'), 'first-task', 'once');
select support.task_in('COMPLETED', 'a', 'one', 40000);
select is(pg_temp.badges('one'), 'first-task level-3', 'level 3 with the award that reaches it');
-- Ten of moving, in one week, all accepted: seven are a perfect week.
do $$ begin for n in 1 .. 3 loop perform support.task_in('COMPLETED', 'a', 'one', 500); end loop; end $$;
select is(pg_temp.badges('one'), 'first-task level-3', 'six are no week');
select support.task_in('COMPLETED', 'a', 'one', 500);
select is(pg_temp.badges('one'), 'first-task level-3 perfect-week', 'seven are');
do $$ begin for n in 1 .. 3 loop perform support.task_in('COMPLETED', 'a', 'one', 500); end loop; end $$;
select is(pg_temp.badges('one'), 'first-task level-3 perfect-week specialist-moving tasks-10', 'ten tasks, all of one kind');
-- A rejected proof spoils the week, not the next.
select support.task_in('REJECTED', 'b', 'two');
do $$ begin for n in 1 .. 7 loop perform support.task_in('COMPLETED', 'b', 'two', 500); end loop; end $$;
select is(pg_temp.badges('two'), 'first-task', 'a rejection spoils the week');
select pg_temp.at(w.monday + interval '6 days 11 hours 59 minutes') from week as w;
do $$ begin for n in 1 .. 6 loop perform support.task_in('COMPLETED', 'c', 'three', 500); end loop; end $$;
select pg_temp.at(w.monday + interval '6 days 12 hours') from week as w;
select support.task_in('COMPLETED', 'c', 'three', 500);
select is(pg_temp.badges('three'), 'first-task', 'Monday is another week');
-- Early.
select pg_temp.at(w.monday + interval '20 hours 59 minutes 59 seconds') from week as w;
do $$ begin for n in 1 .. 4 loop perform support.task_in('COMPLETED', 'd', 'four', 500); end loop; end $$;
select pg_temp.at(w.monday + interval '21 hours') from week as w;
do $$ begin for n in 1 .. 2 loop perform support.task_in('COMPLETED', 'd', 'four', 500); end loop; end $$;
select is(pg_temp.badges('four'), 'first-task', 'nine is not early');
select pg_temp.at(w.monday + interval '44 hours') from week as w;
select support.task_in('COMPLETED', 'd', 'four', 500);
select is(pg_temp.badges('four'), 'early-bird first-task perfect-week', 'five before nine are');
-- Streaks.
do $$ begin for n in 0 .. 6 loop perform pg_temp.at(w.monday + make_interval(days => 30 + n)) from pg_temp.week as w; perform support.task_in('COMPLETED', 'e', 'five', 500); end loop; end $$;
select is(pg_temp.badges('five'), 'first-task streak-3 streak-7', 'three and seven days');
-- The trust tiers come with a promotion. At noon: nobody is an early bird by the hour of the test.
select pg_temp.at(w.monday + interval '60 days') from week as w;
select support.person('six');
select support.admin();
select support.act_as_admin(format('select account.confirm_identity(%L, ''passport seen'')', support.person('six')));
select support.task_in('COMPLETED', 'poster_' || n, 'six', 500) from generate_series(1, 5) as n;
select is(pg_temp.badges('six'), 'first-task trust-tier-2', 'a promotion brings its badge at once');
-- Read.
select is(support.act('one', 'select concat_ws('' '', earned_count, available_count, cardinality(earned), cardinality(available)) from account.get_badges()'), '5 15 5 15', 'what one has and what is left');
select isnt(support.act('one', 'select (earned[1]).awarded_at from account.get_badges()'), null, 'with its time');
select is(support.act('one', 'select (available[1]).awarded_at from account.get_badges()'), null, 'what is left has none');
select is(support.act('one', 'select count(*) from badge.get_definitions()'), '20', 'all definitions are read');
select is(support.code_as('nobody_yet', 'select badge.get_definitions()'), 'HX504', 'by who has an account');
select support.be_nobody();
select is(support.code('select account.get_badges()', 'hx_member'), 'HX501', 'nobody has none');
-- For ever.
select is(support.code(s), 'HX401', s) from unnest(array['delete from badge.award', 'update badge.award set awarded_at = awarded_at', 'truncate badge.award', 'truncate badge.definition cascade']) as s;
select is(support.code(format('insert into badge.award (account_id, badge_id, task_id) values (%L, ''tasks-100'', %L)', support.person('seven'), support.task_in('PROOF_SUBMITTED', 'f', 'seven'))), 'HX401', 'not for work that is not completed');
select is(support.code(format('insert into badge.award (account_id, badge_id, task_id) select %L, ''tasks-100'', a.task_id from badge.award as a limit 1', support.person('seven'))), 'HX401', 'nor for another''s');
select is(support.code('insert into badge.award select a.* from badge.award as a limit 1'), 'HXA03', 'nor twice');
select is((select count(*) from badge.award as a join account.user as u on u.id = a.account_id where u.email = 'seven@example.test'), 0::bigint, 'nothing stays of it');
select is((select string_agg(distinct d.kind, ' ' order by d.kind) from badge.definition as d), 'category_tasks completed_tasks early_tasks level perfect_week streak_days trust_tier', 'seven kinds of condition');
select ok((select bool_and(d.category in (select c.code from task.category as c)) from badge.definition as d where d.category is not null), 'their categories are there');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
