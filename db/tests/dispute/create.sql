-- DIS-01 DIS-12 ESC-06 LIF-18 D7 D9 D11 D12 D13 D19 A10: who contests what, when, and what is locked with it.
begin;
select plan(42);
create temporary table work as
select n.label, support.task_in(n.state, n.poster, n.label, 10000, n.proof) as id
  from (values ('waiting', 'PROOF_SUBMITTED', 'p1', true), ('rejected', 'REJECTED', 'p2', true), ('asked', 'ACCEPTED', 'p1', false), ('plain', 'ACCEPTED', 'p3', true),
        ('open', 'OPEN', 'p3', true), ('done', 'COMPLETED', 'p3', true), ('accepted', 'PROOF_SUBMITTED', 'p4', true), ('late', 'ACCEPTED', 'p4', true)) as n (label, state, poster, proof);
select support.person('stranger');
select support.admin();
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, w.id) from work as w where w.label = $1
$f$;
create function pg_temp.opens(label text) returns text language sql stable as $f$
    select pg_temp.on($1, 'select concat_ws('' '', state, task_state, escrow_state, reason) from dispute.create(%L, ''QUALITY_ISSUE'', ''not as agreed'')')
$f$;
select support.act('asked', pg_temp.on('asked', 'select task.request_completion(%L)'));
select support.act('p4', format('select proof.accept(%L)', support.proof_of(w.id))) from work as w where w.label = 'accepted';
select is(support.code_as('stranger', pg_temp.opens('waiting')), 'HXA02', 'a stranger disputes nothing');
select is(support.code_as('p3', pg_temp.opens('open')), 'HXA03', 'nor anybody before there is a worker');
select is(support.code_as('p3', pg_temp.opens('done')), 'HXA03', 'nor what has ended');
select is(support.code_as('plain', pg_temp.opens('plain')), 'HXA03', 'nor work on which nothing is in doubt');
select is(support.code_as('p4', pg_temp.opens('accepted')), 'HXA03', 'nor after an accepted proof');
select is(support.code_as('p1', pg_temp.on('waiting', 'select dispute.create(%L, ''BAD'', ''x'')')), 'HXA01', 'a reason is one of four');
select is(support.code_as('p1', pg_temp.on('waiting', 'select dispute.create(%L, ''OVERDUE'', ''x'')')), 'HXA01', 'those of the clock are not for people');
select is(support.code_as('p1', pg_temp.on('waiting', 'select dispute.create(%L, ''OTHER'', '' '')')), 'HXA01', 'a blank description is none');
select is(support.code_as('p1', pg_temp.on('waiting', 'select dispute.create(%L, null, ''x'')')), 'HXA01', 'a reason is required');
select is(support.code_as('p1', pg_temp.on('waiting', 'select dispute.create(%L, ''OTHER'', null)')), 'HXA01', 'and a description');
select is(support.act('p1', pg_temp.opens('waiting')), 'OPEN DISPUTED LOCKED_DISPUTE QUALITY_ISSUE', 'the poster contests a proof that waits');
select is(support.act('waiting', pg_temp.opens('waiting')), 'OPEN DISPUTED LOCKED_DISPUTE QUALITY_ISSUE', 'a second opening answers the one that is there');
select is((select count(*) from dispute.dispute as d join work as w on w.id = d.task_id where w.label = 'waiting'), 1::bigint, 'one a task');
select is((select v.reason from core.event as v join work as w on w.id = v.aggregate_id where w.label = 'waiting' and v.to_state = 'DISPUTED'), 'QUALITY_ISSUE', 'the reason stands on the task''s event');
select is(support.act('rejected', pg_temp.opens('rejected')), 'OPEN DISPUTED LOCKED_DISPUTE QUALITY_ISSUE', 'the worker contests a rejection');
select is(support.act('asked', pg_temp.opens('asked')), 'OPEN DISPUTED LOCKED_DISPUTE QUALITY_ISSUE', 'and that nobody answers his request');
-- What stands still.
select is(support.code_as('p1', pg_temp.on('waiting', 'select task.complete(%L)')), 'HXA03', 'nobody completes');
select is(support.code_as('p1', pg_temp.on('waiting', 'select task.cancel(%L)')), 'HXA03', 'or cancels');
select is(support.code_as('waiting', pg_temp.on('waiting', 'select task.abandon(%L)')), 'HXA03', 'or gives back');
select is(support.code_as('p1', format('select proof.accept(%L)', support.proof_of((select w.id from work as w where w.label = 'waiting')))), 'HXA03', 'or accepts');
select is(support.code_as('p1', format('select proof.reject(%L, ''no'')', support.proof_of((select w.id from work as w where w.label = 'waiting')))), 'HXA03', 'or rejects');
select is(support.code_as('rejected', pg_temp.on('rejected', 'select task.submit_proof(%L, ''again'', support.photos())')), 'HXA03', 'a proof was rejected: none comes besides');
select is(support.code_as_admin(pg_temp.on('waiting', 'select escrow.refund((select null::uuid), ''x'')')), 'HXA02', 'no escrow is none');
-- Inside it who has no proof may submit one; the task stays DISPUTED.
select support.be('asked');
select lives_ok(pg_temp.on('asked', 'select task.submit_proof(%L, ''here it is'', support.photos())'), 'a worker without proof brings one');
select is((select t.state || ' ' || p.state from task.task as t join proof.proof as p on p.task_id = t.id join work as w on w.id = t.id where w.label = 'asked'), 'DISPUTED SUBMITTED', 'the task stays disputed');
select throws_ok(pg_temp.on('asked', 'select task.submit_proof(%L, ''another'', support.photos())'), 'HXA03', null, 'one');
select support.be('rejected');
select throws_ok(pg_temp.on('rejected', 'select task.submit_proof(%L, ''another'', support.photos())'), 'HXA03', null, 'and none where one was rejected');
-- Windows.
select support.task_in('REJECTED', 'p5', 'w5') as d7, support.task_in('REJECTED', 'p5', 'w6') as d8;
insert into work select 'seven', t.id from task.task as t join account.user as u on u.id = t.worker_id where u.email = 'w5@example.test';
insert into work select 'eight', t.id from task.task as t join account.user as u on u.id = t.worker_id where u.email = 'w6@example.test';
update task.task set deadline_at = deadline_at + interval '20 days' where id in (select w.id from work as w where w.label in ('seven', 'eight'));
select support.set_clock(interval '6 days 23 hours 59 minutes 59 seconds');
select is(support.act('w5', pg_temp.opens('seven')), 'OPEN DISPUTED LOCKED_DISPUTE QUALITY_ISSUE', 'a rejection is contested within 7 days');
select support.set_clock(interval '7 days');
select is(support.code_as('w6', pg_temp.opens('eight')), 'HXA03', 'and not later');
select support.set_clock(interval '2 days 23 hours 59 minutes 59 seconds');
select is(support.code_as('late', pg_temp.opens('late')), 'HXA03', 'an overdue task a day after its deadline');
select support.set_clock(interval '3 days');
select is(support.act('p4', pg_temp.opens('late')), 'OPEN DISPUTED LOCKED_DISPUTE QUALITY_ISSUE', 'by either');
select support.set_clock(interval '0');
-- Three a day.
select support.task_in('REJECTED', 'busy', 'busy_' || n) from generate_series(1, 4) as n;
select is(support.act('busy', format('select state from dispute.create(%L, ''OTHER'', ''no'')', t.id)), 'OPEN', 'the first three')
  from task.task as t join account.user as u on u.id = t.worker_id where u.email ~ '^busy_[1-3]@';
select is(support.code_as('busy', format('select dispute.create(%L, ''OTHER'', ''no'')', t.id)), 'HXA04', 'not the fourth of a day')
  from task.task as t join account.user as u on u.id = t.worker_id where u.email ~ '^busy_4@';
-- Staff, on the record.
select is(support.act('admin', pg_temp.on('eight', 'select state from dispute.create(%L, ''OTHER'', ''looks wrong'')')), 'OPEN', 'staff opens one');
select is((select a.action from admin.action as a join work as w on w.id = a.subject_id where w.label = 'eight'), 'dispute.create', 'on the record');
-- By hand: its parties are the task's.
select is(support.code(format('insert into dispute.dispute (task_id, poster_id, worker_id, opened_by, reason, description)
    select t.id, t.poster_id, %L, t.poster_id, ''OTHER'', ''x'' from task.task as t where t.id = %L', support.person('stranger'), support.task_in('REJECTED', 'p6', 'w7'))), 'HXA03', 'no third person is made a party');
select is(support.code(format('insert into dispute.dispute (task_id, poster_id, worker_id, opened_by, reason, description)
    select t.id, t.poster_id, t.worker_id, %L, ''OTHER'', ''x'' from task.task as t where t.id = %L', support.person('stranger'), support.task_in('REJECTED', 'p6', 'w8'))), 'HXA03', 'nor opens one');
select is(support.code(format('insert into dispute.dispute (task_id, poster_id, worker_id, opened_by, reason, description)
    select t.id, t.poster_id, t.worker_id, t.poster_id, ''OTHER'', ''x'' from task.task as t where t.id = %L', support.task_in('OPEN', 'p6'))), 'HXA03', 'nor is there one before there is a worker');
select is(support.broken(), '', 'audit.prove() is clean');
-- A second dispute is none even where no trigger speaks.
set local session_replication_role = replica;
select is(support.code(format('insert into dispute.dispute (task_id, poster_id, worker_id, opened_by, reason, description)
    select d.task_id, d.poster_id, d.worker_id, d.opened_by, d.reason, d.description from dispute.dispute as d where d.task_id = %L',
    (select w.id from work as w where w.label = 'waiting')), 'none'), 'HXA03', 'one a task');
select * from finish();
rollback;
