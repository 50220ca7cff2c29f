-- XPB-02 XPB-08 TST-13 X2: kill test of INV-5. One XP entry per escrow, written once.
begin;
select plan(11);
create temporary table work as select support.task_in('COMPLETED') as task_id;
select throws_ok(support.xp_entry((select w.task_id from work as w)), '23505', null,
    'a second entry of the same escrow is refused');
select is(support.code(support.xp_entry((select w.task_id from work as w)), 'none'), 'HX103',
    'which is HX103');
select lives_ok($$select xp._award(e.id, core.now()::date) from escrow.escrow as e join work as w using (task_id)$$,
    'awarding again is harmless');
select is((select count(*) from xp.entry), 1::bigint, 'and writes nothing');
select throws_ok('update xp.entry set reason = ''more''', 'HX102', null, 'no UPDATE');
select throws_ok('delete from xp.entry', 'HX102', null, 'no DELETE');
select throws_ok('truncate xp.entry cascade', 'HX102', null, 'no TRUNCATE');
select throws_ok('delete from xp.progress', 'HX102', null, 'no DELETE of a total');
select throws_ok('truncate xp.progress cascade', 'HX102', null, 'no TRUNCATE of totals');
select throws_ok(format($$with gone as (delete from xp.entry returning *) select * from gone$$),
    'HX102', null, 'nor hidden in a query');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
