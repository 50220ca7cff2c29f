-- LIF-15 ESC-10 TST-12: whatever has ended is frozen whole, for the owner too; nothing is deleted.
begin;
select plan(19);
create temporary table work as
select s.state, support.task_in(s.state) as task_id
  from (values ('COMPLETED'), ('CANCELLED'), ('EXPIRED')) as s (state);
create function pg_temp.at(change text, state text) returns text language sql as $f$
    select format($1, w.task_id) from work as w where w.state = $2
$f$;
select throws_ok(pg_temp.at('update task.task set state = ''OPEN'' where id = %L', 'COMPLETED'), 'HX001', null, 'COMPLETED stays');
select throws_ok(pg_temp.at('update task.task set state = ''OPEN'' where id = %L', 'CANCELLED'), 'HX001', null, 'CANCELLED stays');
select throws_ok(pg_temp.at('update task.task set state = ''ACCEPTED'' where id = %L', 'EXPIRED'), 'HX001', null, 'EXPIRED stays');
select throws_ok(pg_temp.at('update task.task set version = 1 where id = %L', 'COMPLETED'), 'HX001', null, 'with its version');
select throws_ok(pg_temp.at('update task.task set worker_id = null where id = %L', 'COMPLETED'), 'HX001', null, 'and its worker');
select throws_ok(pg_temp.at('delete from task.task where id = %L', 'COMPLETED'), 'HX001', null, 'an ended task is not deleted');
select throws_ok(format('delete from task.task where id = %L', support.task_in('OPEN')), 'HXA11', null, 'nor an open one');
select throws_ok('truncate task.task cascade', 'HXA11', null, 'nor all of them');
select throws_ok(pg_temp.at('update escrow.escrow set state = ''FUNDED'' where task_id = %L', 'COMPLETED'), 'HX002', null, 'RELEASED stays');
select throws_ok(pg_temp.at('update escrow.escrow set state = ''RELEASED'' where task_id = %L', 'CANCELLED'), 'HX201', null, 'REFUNDED is not released');
select throws_ok(pg_temp.at('update escrow.escrow set state = ''PENDING'' where task_id = %L', 'CANCELLED'), 'HX002', null, 'REFUNDED stays');
select throws_ok(pg_temp.at('delete from escrow.escrow where task_id = %L', 'EXPIRED'), 'HX002', null, 'an ended escrow is not deleted');
select is(support.code(pg_temp.at('update proof.proof set description = ''else'' where task_id = %L', 'COMPLETED')), 'HXA11', 'an accepted proof is frozen');
select is(support.code(pg_temp.at('insert into proof.photo (proof_id, task_id, sequence, storage_key, content_type, size_bytes, sha256) select p.id, p.task_id, 5, ''k'', ''image/png'', 1, repeat(''a'', 64) from proof.proof as p where p.task_id = %L', 'COMPLETED'), 'none'), 'HXA03', 'no photo joins it');
select is(support.code('update proof.photo set sha256 = repeat(''b'', 64)'), 'HXA11', 'its photos stay');
select is(support.code('delete from proof.photo'), 'HXA11', 'all of them');
select is(support.code('update stripe.event set outcome = ''else'''), 'HXA11', 'a processed event is frozen');
select is(support.code('update stripe.intent set provider_intent_id = ''else'''), 'HXA11', 'a paid intent is frozen');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
