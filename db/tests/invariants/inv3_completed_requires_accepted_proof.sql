-- PRF-12 LIF-08 TST-11: kill test of INV-3. A task that asks for proof is COMPLETED only with an ACCEPTED one.
begin;
select plan(14);
create temporary table work as
select s.state, support.task_in(s.state) as task_id
  from (values ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('REJECTED'), ('DISPUTED'),
       ('COMPLETED'), ('CANCELLED')) as s (state);
create function pg_temp.complete(state text) returns text language sql as $f$
    select format('update task.task set state = ''COMPLETED'', completed_at = core.now()
        where id = %L', w.task_id) from work as w where w.state = $1
$f$;
select throws_ok(pg_temp.complete('ACCEPTED'), 'HX301', null, 'not without a proof');
select throws_ok(pg_temp.complete('PROOF_SUBMITTED'), 'HX301', null, 'nor with one that waits');
select throws_ok(pg_temp.complete('REJECTED'), 'HX301', null, 'nor with a rejected one');
select throws_ok(pg_temp.complete('DISPUTED'), 'HX301', null, 'nor out of a dispute');
select throws_ok(pg_temp.complete('OPEN'), 'HX301', null, 'nor an open task');
select throws_ok(pg_temp.complete('CANCELLED'), 'HX301', null, 'nor one that ended');
select throws_ok($$insert into task.task select (jsonb_populate_record(t, jsonb_build_object(
    'id', core.new_id(), 'state', 'COMPLETED'))).* from task.task as t join work as w
    on w.task_id = t.id where w.state = 'ACCEPTED'$$, 'HX301', null, 'no task is born COMPLETED');
select throws_ok(format($$update task.task set requires_proof = false where id = %L$$,
    (select task_id from work where state = 'ACCEPTED')), 'HX004', null,
    'that a proof is asked for can''t be taken back');
select throws_ok(format($$insert into proof.proof (task_id, assignment_id, submitter_id, attempt,
    description, state, submitted_at, review_due_at, reviewed_at)
    select a.task_id, a.id, a.worker_id, 1, 'x', 'ACCEPTED', core.now(), core.now(), core.now()
      from task.assignment as a where a.task_id = %L$$,
    (select task_id from work where state = 'ACCEPTED')), 'HXA03', null, 'no proof is born ACCEPTED');
select is(support.code(format($$update proof.proof set task_id = %L where task_id = %L$$,
    (select task_id from work where state = 'ACCEPTED'),
    (select task_id from work where state = 'COMPLETED')), 'none'), 'HXA11',
    'an accepted proof does not move to another task');
select is(support.code(format($$update proof.proof set state = 'REJECTED' where task_id = %L$$,
    (select task_id from work where state = 'COMPLETED')), 'none'), 'HXA03',
    'nor is it rejected afterwards');
select is(support.code($$delete from proof.proof$$), 'HXA11', 'nor deleted');
select is(support.code($$truncate proof.proof cascade$$), 'HXA11', 'nor truncated');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
