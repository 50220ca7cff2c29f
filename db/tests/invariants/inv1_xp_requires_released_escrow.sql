-- XPB-01 TST-09 X1 X10: kill test of INV-1. No way leads to XP without released money of completed work.
begin;
select plan(16);
create temporary table work as
select s.state, support.task_in(s.state, 'poster', 'worker_' || lower(s.state)) as task_id
  from (values ('UNFUNDED'), ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('DISPUTED'),
       ('COMPLETED'), ('CANCELLED'), ('EXPIRED')) as s (state);
create function pg_temp.entry(state text, changes jsonb default '{}') returns text language sql as $f$
    select support.xp_entry(w.task_id, $2) from work as w where w.state = $1
$f$;

select throws_ok(pg_temp.entry('UNFUNDED'), 'HX101', null, 'not for an escrow that is PENDING');
select throws_ok(pg_temp.entry('OPEN'), 'HX101', null, 'nor FUNDED');
select throws_ok(pg_temp.entry('ACCEPTED'), 'HX101', null, 'nor of work under way');
select throws_ok(pg_temp.entry('PROOF_SUBMITTED'), 'HX101', null, 'nor of work that waits for review');
select throws_ok(pg_temp.entry('DISPUTED'), 'HX101', null, 'nor of disputed work');
select throws_ok(pg_temp.entry('CANCELLED'), 'HX101', null, 'nor REFUNDED');
select throws_ok(pg_temp.entry('EXPIRED'), 'HX101', null, 'nor of expired work');
select throws_ok(pg_temp.entry('COMPLETED', jsonb_build_object('account_id',
    (select t.poster_id from work as w join task.task as t on t.id = w.task_id
      where w.state = 'COMPLETED'))), 'HX101', null, 'nor to another than the worker');
select throws_ok(pg_temp.entry('COMPLETED', jsonb_build_object('task_id',
    (select w.task_id from work as w where w.state = 'OPEN'))), 'HX101', null,
    'nor under another task');
select throws_ok(pg_temp.entry('COMPLETED', '{"base_xp": 900, "effective_xp": 900}'), 'HX101', null,
    'nor of another base than the money released');
select is(support.code(pg_temp.entry('COMPLETED', '{"effective_xp": 900, "total_after": 1000, "level_after": 4}')),
    'HXA01',
    'nor more than the product of its factors');
select throws_ok($$update xp.entry set effective_xp = effective_xp + 1$$, 'HX102', null,
    'an entry is never changed');
select throws_ok($$update xp.progress set total_xp = total_xp + 1$$, 'HX102', null,
    'nor the total by hand');
select throws_ok($$update xp.progress set level = 10$$, 'HX102', null, 'nor the level');
select throws_ok($$insert into xp.progress (account_id, total_xp)
    select core.new_id(), 500$$, 'HX102', null, 'nor is a total born');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
