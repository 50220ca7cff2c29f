-- QUE-19 W7 W8 M8: a row that a clock can't move, at once or by a rule that waits for the commit, is kept
-- with its attempts, tried again later and later, stops none of the others, and recovers.
begin;
select plan(37);
-- One refused at once, one at commit, one that can be moved.
create temporary table work as select support.task_in('PROOF_SUBMITTED') as refused, support.task_in('PROOF_SUBMITTED') as late,
    support.task_in('PROOF_SUBMITTED') as good;
create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise exception 'planted' using errcode = tg_argv[1]; end $$;
create function pg_temp.plant(task_id uuid, code text) returns void language plpgsql as $$ begin
    execute format('create trigger aaa_planted before update on escrow.escrow for each row when (new.task_id = %L) execute function pg_temp.refuse('''', %L)', $1, $2);
end $$;
create function pg_temp.plant_deferred(task_id uuid) returns void language plpgsql as $$ begin
    execute format('create constraint trigger aaa_deferred after update on escrow.escrow deferrable initially deferred
        for each row when (new.task_id = %L) execute function pg_temp.refuse('''', ''22012'')', $1);
end $$;
create function pg_temp.failed() returns text language sql stable as $$
    select coalesce(string_agg(f.machine || ' ' || f.attempts || ' ' || f.error || ' ' || f.message || ' ' || (f.due_at - core.now()), ', ' order by f.row_id), 'none')
      from core.clock_failure as f $$;
select pg_temp.plant(w.refused, '22012') from work as w;
select pg_temp.plant_deferred(w.late) from work as w;

select support.set_clock(interval '48:00:01');
select is(task.process_due(), 3, 'all are taken');
select is((select t.state from task.task as t, work as w where t.id = w.good), 'COMPLETED', 'the good one is completed');
select is(pg_temp.failed(), 'task 1 22012 planted 00:01:00, task 1 22012 planted 00:01:00', 'the others are kept, to be tried in a minute');
select is((select string_agg(t.state || ' ' || p.state, ', ') from task.task as t join proof.proof as p on p.task_id = t.id, work as w where t.id in (w.refused, w.late)),
    'PROOF_SUBMITTED SUBMITTED, PROOF_SUBMITTED SUBMITTED', 'and nothing of them happened');
select is((select count(*) from core.failure as f where f.source = 'order' and f.name = 'task.process_due' and f.error = '22012'
    and f.request_id = (select w.late::text from work as w) and f.details ~ 'check|planted|refuse|update'), 1::bigint, 'the error is kept, with where it was');
select is(task.process_due(), 0, 'before that they are not selected');
select is(task.process_due(1), 0, 'however small the batch is');
select support.set_clock(interval '48:01:00');
select is(task.process_due(), 0, 'not a second before');
select support.set_clock(interval '48:01:02');
select is(task.process_due(), 2, 'then again');
select is(pg_temp.failed(), 'task 2 22012 planted 00:02:00, task 2 22012 planted 00:02:00', 'the next time in two');
select is((select count(distinct f.failed_at) from core.clock_failure as f where f.failed_at = now() + interval '48:00:01'), 1::bigint, 'since when they fail stays');
select support.set_clock(interval '49 hours');
select is(task.process_due(), 2, 'and again');
select is(pg_temp.failed(), 'task 3 22012 planted 00:04:00, task 3 22012 planted 00:04:00', 'in four');
update core.clock_failure set attempts = 30, due_at = core.now();
select is(task.process_due(), 2, 'after many times');
select is(pg_temp.failed(), 'task 31 22012 planted 01:00:00, task 31 22012 planted 01:00:00', 'within the hour');

-- A batch is not starved by rows that fail.
create temporary table more as select support.task_in('PROOF_SUBMITTED') as good;
select support.set_clock(interval '49 hours' + interval '48:00:02');
update core.clock_failure set due_at = core.now() + interval '1 second';
select is(task.process_due(1), 1, 'a batch of one');
select is((select t.state from task.task as t, more as m where t.id = m.good), 'COMPLETED', 'takes the one that is due');

-- A lost race is nobody's fault: all of the batch is tried again.
drop trigger aaa_planted on escrow.escrow;
select pg_temp.plant(w.refused, '40001') from work as w;
update core.clock_failure set due_at = core.now();
select throws_ok('select task.process_due()', '40001', 'planted', 'a serialization failure is passed on');
select is((select string_agg(distinct f.attempts::text, ' ') from core.clock_failure as f), '31', 'and not counted');
drop trigger aaa_planted on escrow.escrow;
select pg_temp.plant(w.refused, '40P01') from work as w;
select throws_ok('select task.process_due()', '40P01', 'planted', 'so is a deadlock');

-- Mended, they recover; what somebody else moved is forgotten.
drop trigger aaa_planted on escrow.escrow;
drop trigger aaa_deferred on escrow.escrow;
select support.act('poster', format('select task.complete(%L)', w.late)) from work as w;
select is(task.process_due(), 1, 'the one that is left is taken');
select is((select t.state from task.task as t, work as w where t.id = w.refused), 'COMPLETED', 'and completed');
select is(pg_temp.failed(), 'none', 'no failure is left, nor of the one that the poster completed');

-- The same of disputes and accounts.
create temporary table contests as select support.task_in('REJECTED') as poison, support.task_in('REJECTED') as good;
select support.act('worker', format('select dispute.create(%L, ''OTHER'', ''No'')', t.id))
  from contests as c cross join lateral (values (c.poison), (c.good)) as t (id);
create temporary table people as select support.person('poison') as poison, support.person('good') as good;
update account.user as u set state = 'SUSPENDED', suspension_ends_at = core.now() from people as p where u.id in (p.poison, p.good);
create function pg_temp.plant_on(relation text, condition text) returns void language plpgsql as $$ begin
    execute format('create trigger aaa_planted before update on %s for each row when (%s) execute function pg_temp.refuse('''', ''22012'')', $1, $2);
end $$;
select pg_temp.plant_on('dispute.dispute', format('new.task_id = %L', c.poison)) from contests as c;
select pg_temp.plant_on('account.user', format('new.id = %L', p.poison)) from people as p;
select support.set_clock(interval '200 hours');
select is(dispute.process_due(), 2, 'two disputes are taken');
select is((select string_agg(d.state, ' ' order by d.id) from dispute.dispute as d), 'OPEN ESCALATED', 'one is moved');
select is(dispute.process_due(), 0, 'the other waits');
select is(account.process_due(), 2, 'two accounts are taken');
select is((select string_agg(u.state, ' ' order by u.id) from account.user as u, people as p where u.id in (p.poison, p.good)), 'SUSPENDED ACTIVE', 'one is moved');
select is(account.process_due(), 0, 'the other waits');
select is((select string_agg(f.machine || ' ' || f.attempts, ', ' order by f.machine) from core.clock_failure as f), 'account 1, dispute 1', 'each kept by its machine');
drop trigger aaa_planted on dispute.dispute;
drop trigger aaa_planted on account.user;
select support.set_clock(interval '200:02:00');
select is(task.process_due(), 0, 'no clock does another''s work');
select is(dispute.process_due(), 1, 'the dispute recovers');
select is(account.process_due(), 1, 'the account too');
select is((select string_agg(d.state, ' ' order by d.id) from dispute.dispute as d), 'ESCALATED ESCALATED', 'moved');
select is((select string_agg(u.state, ' ' order by u.id) from account.user as u, people as p where u.id in (p.poison, p.good)), 'ACTIVE ACTIVE', 'both');
select is(pg_temp.failed(), 'none', 'nothing is left');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
