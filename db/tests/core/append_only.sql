-- LED-002 STL-18 S-L6 X4: what is append-only refuses UPDATE, DELETE and TRUNCATE, whoever asks,
-- partitions too.
begin;
create temporary table work as select support.task_in('COMPLETED') as id;
select ledger.take_snapshots(), ledger._seal_day('2020-01-01');
select audit._find('test', 'P3', 'task', (select id from work), '{}');
create temporary table kept as
select c.oid::regclass::text as name, coalesce((select a.attname from pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and a.atttypid in ('text'::regtype, 'bigint'::regtype,
          'timestamptz'::regtype) order by a.attnum limit 1), 'id') as a_column
  from pg_class as c
 where c.oid in ('core.event'::regclass, 'ledger.journal'::regclass, 'ledger.entry'::regclass,
       'ledger.snapshot'::regclass, 'ledger.seal'::regclass, 'audit.backup'::regclass, 'audit.restore'::regclass, 'xp.entry'::regclass, 'proof.photo'::regclass)
    or c.oid in (select i.inhrelid from pg_inherits as i where i.inhparent = 'core.event'::regclass);
select plan(3 * (select count(*)::integer from kept) + 9);

-- Of the partitions this month's alone has rows; row triggers are seen there.
select ok(support.code_now(format('update %s set %I = %2$I', k.name, k.a_column)) in ('HXA11', 'HX102', 'HX505', 'HX401')
    or not has_rows, format('%s refuses UPDATE', k.name))
  from kept as k cross join lateral (select core._count(k.name::regclass) > 0 as has_rows) as n;
select ok(support.code_now(format('delete from %s', k.name)) in ('HXA11', 'HX102', 'HX505', 'HX401') or not has_rows,
    format('%s refuses DELETE', k.name))
  from kept as k cross join lateral (select core._count(k.name::regclass) > 0 as has_rows) as n;
select ok(support.code_now(format('truncate %s cascade', k.name)) in ('HXA11', 'HX102', 'HX505', 'HX401'),
    format('%s refuses TRUNCATE', k.name)) from kept as k;
select is_empty($$select c.oid::regclass from pg_class as c
    where c.relowner = (select r.oid from pg_roles as r where r.rolname = 'hx_owner') and c.relkind in ('r', 'p')
      and support.code_now(format('truncate %s cascade', c.oid::regclass)) not in ('HXA11', 'HX102', 'HX505', 'HX401')$$,
    'no table of the house is emptied, law and settings neither');
select cmp_ok((select count(*) from kept as k where core._count(k.name::regclass) > 0), '>=', 7::bigint,
    'and they were not empty');

-- As its owner and as those who work with it.
select is(support.code('delete from ledger.entry', 'hx_owner'), 'HXA11', 'the owner is refused');
select throws_ok($$select support.act('poster', 'delete from ledger.entry')$$, '42501', null,
    'a member may not even try');
select is(support.code('update core.event set reason = ''else''', 'hx_owner'), 'HXA11', 'events stay');
select is(support.code('delete from audit.finding'), 'HXA11', 'findings are never deleted');
select is(support.code('delete from ledger.account'), 'HXA11', 'nor ledger accounts');
select is(support.code('delete from task.assignment'), 'HXA11', 'nor assignments');
select is(support.code('update task.assignment set worker_id = (select t.poster_id from task.task as t
    where t.id = task_id)', 'none'), 'HXA11', 'nor does an assignment change its worker');
select * from finish();
rollback;
