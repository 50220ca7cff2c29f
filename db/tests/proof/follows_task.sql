-- PRF-05 PRF-11 PRF-12 PRF-13 A24: by whatever way, a proof is of its task's worker and of work under way, its
-- verdict is the poster's or a resolver's, and nobody is swapped in after it.
begin;
select plan(31);
create temporary table work as
select n.label, support.task_in(n.state) as id
  from (values ('ACCEPTED', 'ACCEPTED'), ('WAITING', 'PROOF_SUBMITTED'), ('REJECTED', 'REJECTED'),
       ('DISPUTED', 'DISPUTED'), ('COMPLETED', 'COMPLETED'), ('TWICE', 'REJECTED')) as n (label, state);
select support.act('worker', format('select task.submit_proof(%L, ''again'', support.photos())', w.id))
  from work as w where w.label = 'TWICE';
select support.act('worker', format('select dispute.create(%L, ''OTHER'', ''it is done'')', w.id))
  from work as w where w.label = 'TWICE';
create function pg_temp.gives(label text, statement text, code text, why text) returns text language sql as $f$
    select is(support.code(format($2, w.id)), $3, $4) from work as w where w.label = $1
$f$;
create function pg_temp.birth(attempt integer) returns text language sql as $f$
    select format('insert into proof.proof (task_id, assignment_id, submitter_id, attempt, description)
        select a.task_id, a.id, a.worker_id, %s, ''x'' from task.assignment as a where a.task_id = ''%%1$s'';', $1)
$f$;
create function pg_temp.verdict(state text, changes text default '') returns text language sql as $f$
    select format('update proof.proof set state = %L, reviewed_at = core.now() %s where task_id = ''%%1$s'';', $1, $2)
$f$;
create function pg_temp.reopen() returns text language sql as $f$
    select 'update task.assignment set ended_at = core.now(), ending = ''abandoned'' where task_id = ''%1$s'' and ended_at is null;
        update task.task set state = ''OPEN'', worker_id = null, accepted_at = null where id = ''%1$s'''
$f$;

-- A24
select pg_temp.gives('ACCEPTED', pg_temp.reopen(), 'done', 'abandoned unproved, work is open again');
select pg_temp.gives('REJECTED', pg_temp.reopen(), 'HXA03', 'after a proof nobody is swapped in');
select pg_temp.gives('ACCEPTED', pg_temp.birth(1) || pg_temp.reopen(), 'HXA03', 'nor while one is being made');

-- Birth and submission.
select pg_temp.gives('COMPLETED', pg_temp.birth(2), 'HXA03', 'no proof is born on ended work');
select pg_temp.gives('WAITING', pg_temp.birth(2), 'HXA03', 'nor beside one that waits');
select pg_temp.gives('REJECTED', pg_temp.birth(2), 'done', 'after a rejection it is');
select pg_temp.gives('DISPUTED', pg_temp.birth(2), 'done', 'and inside a dispute');
select pg_temp.gives('DISPUTED', pg_temp.verdict('ACCEPTED') || pg_temp.birth(2), 'HXA03', 'not after an accepted one');
select pg_temp.gives('ACCEPTED', pg_temp.birth(1)
    || 'insert into proof.photo (proof_id, task_id, sequence, storage_key, content_type, size_bytes, sha256)
        select p.id, p.task_id, 1, ''late.jpg'', ''image/jpeg'', 1, repeat(''c'', 64) from proof.proof as p where p.task_id = ''%1$s'';
        update task.assignment set ended_at = core.now(), ending = ''cancelled'' where task_id = ''%1$s'';
        update task.task set state = ''CANCELLED'', cancelled_at = core.now() where id = ''%1$s'';
        update proof.proof set state = ''SUBMITTED'', submitted_at = core.now(), review_due_at = core.now() where task_id = ''%1$s''',
    'HXA03', 'nor is one handed in when the work has ended');
select pg_temp.gives('ACCEPTED', pg_temp.birth(1) || pg_temp.birth(2), 'HXA03', 'one at a time');

-- The verdict.
select pg_temp.gives('REJECTED', pg_temp.verdict('ACCEPTED'), 'HXA03', 'what was rejected is accepted only inside a dispute');
select pg_temp.gives('DISPUTED', pg_temp.verdict('ACCEPTED'), 'done', 'by its resolver');
select pg_temp.gives('TWICE', pg_temp.verdict('ACCEPTED'), 'HXA03', 'not an older one');
select pg_temp.gives('TWICE', 'update proof.proof set state = ''ACCEPTED'', reviewed_at = core.now() where task_id = ''%1$s'' and attempt = 2', 'done', 'but the latest');
create function pg_temp.reviewer(email text) returns text language sql as $f$
    select format(', rejection_reason = ''no'', reviewer_id = (select u.id from account.user as u where u.email = %L)', $1)
$f$;
select pg_temp.gives('WAITING', pg_temp.verdict('REJECTED', ', rejection_reason = ''no'''), 'HXA01', 'nobody does not reject');
select pg_temp.gives('WAITING', pg_temp.verdict('REJECTED', pg_temp.reviewer('hustler@example.org')), 'HX503', 'nor a third person');
select pg_temp.gives('WAITING', pg_temp.verdict('REJECTED', pg_temp.reviewer('worker@example.test')), 'HX503', 'nor the worker');
select pg_temp.gives('WAITING', pg_temp.verdict('REJECTED', pg_temp.reviewer('poster@example.test')), 'done', 'the poster does');
select pg_temp.gives('WAITING', pg_temp.verdict('REJECTED', pg_temp.reviewer('admin@example.org')), 'done', 'or staff');
select pg_temp.gives('WAITING', pg_temp.verdict('ACCEPTED', pg_temp.reviewer('hustler@example.org')), 'HX503', 'a third person accepts nothing');
select pg_temp.gives('WAITING', pg_temp.verdict('ACCEPTED'), 'done', 'the clock does');
select pg_temp.gives('REJECTED', 'update proof.proof set rejection_reason = ''else'' where task_id = ''%1$s''', 'HXA11', 'the reason stays');
select pg_temp.gives('REJECTED', 'update proof.proof set reviewer_id = null where task_id = ''%1$s''', 'HXA11', 'and who gave it');

-- INV-3: with an accepted proof, and the task sent back by hand.
select pg_temp.gives('WAITING', pg_temp.verdict('ACCEPTED')
    || 'update task.task set state = ''ACCEPTED'' where id = ''%1$s'';
        update task.task set state = ''COMPLETED'', completed_at = core.now() where id = ''%1$s''',
    'HX301', 'work with proof is completed from its review alone');

-- When the review is due.
select pg_temp.gives('WAITING', 'update proof.proof set review_due_at = review_due_at - interval ''1 minute'' where task_id = ''%1$s''', 'HXA11', 'the review is not due earlier');
select pg_temp.gives('WAITING', 'update proof.proof set review_due_at = null where task_id = ''%1$s''', 'HXA11', 'nor never');
select pg_temp.gives('WAITING', 'update proof.proof set review_due_at = review_due_at + interval ''1 day'' where task_id = ''%1$s''', 'done', 'a lifted hold moves it later');
select pg_temp.gives('REJECTED', 'update proof.proof set review_due_at = review_due_at + interval ''1 day'' where task_id = ''%1$s''', 'HXA11', 'not once it was reviewed');

select support.set_clock(interval '3 days');
select pg_temp.gives('ACCEPTED', pg_temp.reopen(), 'HXA03', 'past its deadline work is not open again');
select support.set_clock(interval '0');
select is(support.broken(), '', 'audit.prove() is clean');
-- A second accepted proof is none even where no trigger speaks.
set local session_replication_role = replica;
select is(support.code(format('update proof.proof set state = ''ACCEPTED'', reviewed_at = core.now() where task_id = %L',
    (select w.id from work as w where w.label = 'TWICE')), 'none'), 'HXA03', 'one accepted proof a task');
select * from finish();
rollback;
