-- Identifiers are UUIDs of version 7, ordered by time; domain time follows the test clock,
-- which production refuses and nobody sets by hand.
begin;
select plan(14);
select is((select count(distinct core.new_id()) from generate_series(1, 10000)), 10000::bigint, 'ids differ');
select is((select count(*) from (select core.new_id()::text as id from generate_series(1, 1000)) as n
    where n.id !~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'), 0::bigint,
    'version 7, variant 10');
select cmp_ok(abs(extract(epoch from clock_timestamp()) * 1000
    - ('x' || replace(left(core.new_id()::text, 13), '-', ''))::bit(48)::bigint), '<', 5000::numeric,
    'the first 48 bits are the real clock in milliseconds');
create temporary table made as select n, core.new_id() as id from generate_series(1, 1000) as n;
select is_empty($$select m.n from made as m join made as k on k.n = m.n + 1 where k.id <= m.id$$,
    'ids of one session sort as they were made');
select is(core.now(), now(), 'without a test clock domain time is the transaction''s');
select support.person('somebody');
select is(support.set_clock(interval '2 days'), now() + interval '2 days', 'the test clock moves it');
select is(support.act('somebody', $$select created_at - now() from task.create('a', 'b', 'moving', 1000,
    now() + interval '4 days', 'x', 47.6075, -122.3381)$$), '2 days', 'for whoever enters');
select lives_ok($$select support.task('somebody')$$, 'and work goes on by it');
select set_config('hx.clock_offset', '9 days', true);
select throws_ok($$select account.get_profile()$$, 'HX502', null, 'a clock set by hand is refused');
select throws_ok($$update account.user set state = 'PAUSED'$$, 'HX502', null, 'in raw SQL too');
select support.be('somebody');
select throws_ok($$update core.setting set value = 'production' where name = 'environment'$$, 'HXA12',
    null, 'production does not begin with a test clock');
delete from core.setting where name = 'test_clock_offset';
select lives_ok($$update core.setting set value = 'production' where name = 'environment'$$,
    'without it it does');
select throws_ok($$select support.set_clock(interval '1 hour')$$, 'HXA12', null,
    'and refuses the test clock');
select throws_ok($$select core.become('nobody@example.test', 'why')$$, 'HX504', null,
    'nor may a DBA stand for an unknown person there');
select * from finish();
rollback;
