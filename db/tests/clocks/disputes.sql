-- DIS-02 QUE-04: the clock of disputes escalates what nobody touched or decided, and begins the review
-- when evidence was waited for long enough; not a second before, and late with the same end.
begin;
select plan(22);
create temporary table work as select support.task_in('REJECTED') as untouched, support.task_in('REJECTED') as asked,
    support.task_in('REJECTED') as reviewed, support.task_in('REJECTED') as raised, support.task_in('REJECTED') as decided;
insert into account.staff (account_id, role) values (support.person('admin'), 'hx_admin');
-- Three a day at most of one person.
select support.act(f.name, format('select dispute.create(%L, ''QUALITY_ISSUE'', ''A leg is off'')', f.task))
  from work as w cross join lateral (values ('worker', w.untouched), ('worker', w.asked), ('worker', w.reviewed),
    ('poster', w.raised), ('poster', w.decided)) as f (name, task);
create function pg_temp.of(task_id uuid) returns uuid language sql stable as $$ select d.id from dispute.dispute as d where d.task_id = $1 $$;
create function pg_temp.is(task_id uuid) returns text language sql stable as $$
    select d.state || ' ' || coalesce(to_jsonb(d.due_at) #>> '{}', 'never') from dispute.dispute as d where d.task_id = $1 $$;
create function pg_temp.told(task_id uuid) returns text language sql stable as $$
    select string_agg(v.event || ' ' || v.reason || ' ' || (v.payload ->> 'due_at'), ', ' order by v.version)
      from core.event as v where v.aggregate_id = pg_temp.of($1) and v.actor_id is null $$;
create function pg_temp.at(hours text) returns text language sql stable as $$ select to_jsonb(now() + $1::interval) #>> '{}' $$;
select support.be('admin');
select dispute.request_evidence(pg_temp.of(w.asked), 'worker', 'Show it') from work as w;
select dispute.start_review(pg_temp.of(w.reviewed), 'Mine') from work as w;
select dispute.escalate(pg_temp.of(w.raised), 'Hard') from work as w;
select dispute.resolve(pg_temp.of(w.decided), 'CLIENT_WINS', 'A leg is off') from work as w;

select support.set_clock(interval '47:59:59');
select is(dispute.process_due(), 0, 'a second too early nothing is due');
select support.set_clock(interval '48:00:01');
select is(dispute.process_due(1) + dispute.process_due(1), 2, 'then two are, one at a time');
select is(dispute.process_due(), 0, 'once');
select is(pg_temp.is(w.untouched), 'ESCALATED never', 'OPEN and untouched: escalated') from work as w;
select is(pg_temp.told(w.untouched), 'escalated UNTOUCHED ' || pg_temp.at('48 hours'), 'as it was due, by nobody') from work as w;
select is((select d.escalated_at from dispute.dispute as d where d.task_id = w.untouched), core.now(), 'at the actual time') from work as w;
select is(pg_temp.is(w.reviewed), 'ESCALATED never', 'under review for too long: escalated') from work as w;
select is(pg_temp.told(w.reviewed), 'escalated REVIEW_PERIOD_ENDED ' || pg_temp.at('48 hours'), 'as it was due, by nobody') from work as w;
select is(pg_temp.is(w.asked), 'EVIDENCE_REQUESTED ' || pg_temp.at('72 hours'), 'evidence is waited for longer') from work as w;
select support.set_clock(interval '71:59:59');
select is(dispute.process_due(), 0, 'not a second less');
-- Three days late.
select support.set_clock(interval '144 hours');
select is(dispute.process_due(), 1, 'late it is taken');
select is(pg_temp.is(w.asked), 'UNDER_REVIEW ' || pg_temp.at('192 hours'), 'the review begins, with its own 48 hours') from work as w;
select is((select d.review_started_at from dispute.dispute as d where d.task_id = w.asked), core.now(), 'now') from work as w;
select is(pg_temp.told(w.asked), 'review_started EVIDENCE_PERIOD_ENDED ' || pg_temp.at('72 hours'), 'as it was due') from work as w;
select is(dispute.process_due(), 0, 'no more at once');
select support.set_clock(interval '192:00:01');
select is(dispute.process_due(), 1, '48 hours later');
select is(pg_temp.is(w.asked), 'ESCALATED never', 'it is escalated') from work as w;
select is(pg_temp.is(w.raised) || ', ' || pg_temp.is(w.decided), 'ESCALATED never, RESOLVED never', 'a person''s acts have no clock') from work as w;
select is((select string_agg(distinct t.state || ' ' || e.state, ', ') from task.task as t join escrow.escrow as e on e.task_id = t.id, work as w
    where t.id in (w.untouched, w.asked, w.reviewed, w.raised)), 'DISPUTED LOCKED_DISPUTE', 'no clock decides') from work as w;
select is(task.process_due(), 0, 'nor does the clock of tasks');
select is((select count(*) from core.clock_failure), 0::bigint, 'nothing failed');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
