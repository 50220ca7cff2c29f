-- The event partitions are made ahead, bear every guard, and the default one stays empty.
begin;
select plan(10);
select is(core.make_partitions(), 0, 'this month''s and the next three are there');
select is(core.make_partitions(5), 2, 'two more months are made when asked for');
select is(core.make_partitions(5), 0, 'once');
select throws_ok('select core.make_partitions(25)', 'HXA01', null, 'at most 24 ahead');
select throws_ok('select core.make_partitions(-1)', 'HXA01', null, 'and not behind');
select is_empty($$select i.inhrelid::regclass from pg_inherits as i
    where i.inhparent = 'core.event'::regclass and not exists (select from pg_trigger as t
      where t.tgrelid = i.inhrelid and t.tgname = 'append_only' and t.tgenabled = 'O')$$,
    'each refuses UPDATE and DELETE');
select is_empty($$select i.inhrelid::regclass from pg_inherits as i
    where i.inhparent = 'core.event'::regclass and not exists (select from pg_trigger as t
      where t.tgrelid = i.inhrelid and t.tgname = 'append_only_truncate' and t.tgenabled = 'O')$$,
    'and TRUNCATE');
select is_empty($$select c.oid::regclass from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
    where i.inhparent = 'core.event'::regclass and not c.relrowsecurity$$, 'and has row-level security');
insert into core.event (aggregate, aggregate_id, event, at, recorded_at)
values ('test', core.new_id(), 'late', now(), now() + interval '10 years');
select is((select count(*) from core.event_default), 1::bigint, 'a month without partition is caught');
select is((select v.violations from audit.prove() as v
    where v.invariant = 'default_partition_is_empty'), 1::bigint, 'and proved to be a fault');
select * from finish();
rollback;
