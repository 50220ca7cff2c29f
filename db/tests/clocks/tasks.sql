-- LIF-16 ESC-21 P24 TST-22: the clock of tasks acts when it is due and not a second before, and says
-- of each act when it was due; money follows; three days late the ends are the same.
begin;
select plan(41);
create function pg_temp.told(task_id uuid) returns text language sql stable as $$
    select string_agg(v.event || ' ' || coalesce(v.reason, '-') || ' ' || coalesce(v.payload ->> 'due_at', '-')
        || ' ' || coalesce(v.actor_id::text, 'nobody'), ', ' order by v.recorded_at)
      from core.event as v where v.aggregate_id = $1 and v.reason ~ '^[A-Z_]+$' $$;
create function pg_temp.states(task_id uuid) returns text language sql stable as $$
    select t.state || ' ' || e.state from task.task as t join escrow.escrow as e on e.task_id = t.id where t.id = $1 $$;
create function pg_temp.at(due_at timestamptz) returns text language sql stable as $$
    select to_jsonb($1) #>> '{}' $$;
-- The seeded sample work is not due within the days of this test.
create temporary table work as select support.task_in('OPEN') as open, support.task('poster') as unpaid,
    support.task_in('PROOF_SUBMITTED') as handed_in, support.task_in('ACCEPTED') as late,
    support.task_in('PROOF_SUBMITTED') as accepted, support.task_in('ACCEPTED', requires_proof => false) as reported,
    support.task_in('REJECTED') as rejected, support.task_in('PROOF_SUBMITTED') as contested;
select support.act('poster', format('select proof.accept(%L)', support.proof_of(w.accepted))) from work as w;
select support.act('worker', format('select task.request_completion(%L)', w.reported)) from work as w;
select support.act('worker', format('select dispute.create(%L, ''OTHER'', ''He does not answer'')', w.contested)) from work as w;
create temporary table start as select core.now() as at;

select is(task.process_due(), 1, 'what the poster accepted is due at once');
select is(pg_temp.states(w.accepted), 'COMPLETED RELEASED', 'completed and paid') from work as w;
select is(pg_temp.told(w.accepted), 'completed AUTO_COMPLETED ' || pg_temp.at(s.at) || ' nobody', 'by the clock') from work as w, start as s;
select is(task.process_due(), 0, 'nothing else is');

select support.set_clock(interval '47:59:59');
select is(task.process_due(), 0, 'a second too early nothing is due');
select is((select string_agg(t.state, ',' order by t.created_at, t.id) from task.task as t, work as w
    where t.id in (w.open, w.unpaid, w.handed_in, w.late)), 'OPEN,OPEN,PROOF_SUBMITTED,ACCEPTED', 'and nothing moves');
select support.set_clock(interval '48:00:01');
select is(task.process_due(1), 1, 'one at a time, where one is asked for');
select is(task.process_due(), 5, 'the others');
select is(task.process_due(), 0, 'once');
select is(pg_temp.states(w.open), 'EXPIRED REFUNDED', 'nobody took it: expired, refunded') from work as w;
select is(pg_temp.told(w.open), 'expired EXPIRED_DEADLINE ' || pg_temp.at(t.deadline_at) || ' nobody', 'as it was due')
  from work as w join task.task as t on t.id = w.open;
select is((select v.reason || ' ' || (v.payload ->> 'due_at') || ' ' || (v.at = core.now()) from core.event as v
    where v.aggregate_id = support.escrow_of(w.open) and v.event = 'refunded'),
    'EXPIRED_DEADLINE ' || pg_temp.at(t.deadline_at) || ' true', 'its money by the same cause, at the actual time')
  from work as w join task.task as t on t.id = w.open;
select is((select count(*) from settlement.settlement as s where s.escrow_id = support.escrow_of(w.open) and s.kind = 'refund'
    and s.amount_cents = 10000), 1::bigint, 'one refund is ordered') from work as w;
select is((select count(*) from xp.entry as x where x.task_id = w.open), 0::bigint, 'no XP') from work as w;
select is(pg_temp.states(w.unpaid), 'EXPIRED REFUNDED', 'nobody paid it: expired, void') from work as w;
select is((select count(*) from ledger.journal as j where j.escrow_id = support.escrow_of(w.unpaid)), 0::bigint, 'nothing is posted') from work as w;
select is(pg_temp.states(w.handed_in), 'COMPLETED RELEASED', 'nobody reviewed it: completed and paid') from work as w;
select is((select p.state || ' ' || coalesce(p.reviewer_id::text, 'nobody') from proof.proof as p where p.task_id = w.handed_in),
    'ACCEPTED nobody', 'its proof accepted without reviewer') from work as w;
select is(pg_temp.told(w.handed_in), 'completed AUTO_ACCEPTED_DEADLINE ' || pg_temp.at(p.review_due_at) || ' nobody', 'for that reason')
  from work as w join proof.proof as p on p.task_id = w.handed_in;
select is(pg_temp.told(support.proof_of(w.handed_in)), 'accepted AUTO_ACCEPTED_DEADLINE ' || pg_temp.at(p.review_due_at) || ' nobody', 'the proof too')
  from work as w join proof.proof as p on p.task_id = w.handed_in;
select is(pg_temp.states(w.reported), 'COMPLETED RELEASED', 'reported as done, without proof: completed and paid') from work as w;
select is(pg_temp.told(w.reported), 'completed AUTO_COMPLETED ' || pg_temp.at(s.at + interval '48 hours') || ' nobody', 'for that reason') from work as w, start as s;
select is(pg_temp.states(w.late), 'ACCEPTED FUNDED', 'what is overdue does not move') from work as w;
select is(pg_temp.told(w.late), 'overdue_warned OVERDUE ' || pg_temp.at(t.deadline_at) || ' nobody', 'but is warned of')
  from work as w join task.task as t on t.id = w.late;
select is((select t.due_event || ' ' || (t.due_at = t.deadline_at + interval '24 hours') from task.task as t where t.id = w.late), 'dispute true',
    'and disputed a day later') from work as w;
select is((select t.due_event from task.task as t where t.id = w.rejected), 'dispute', 'so is what was rejected and not handed in again') from work as w;
select is(pg_temp.states(w.contested) || ' ' || (select p.state from proof.proof as p where p.task_id = w.contested), 'DISPUTED LOCKED_DISPUTE SUBMITTED',
    'no clock touches the proof of disputed work') from work as w;
select is((select t.due_at from task.task as t where t.id = w.contested), null, 'which has no due time') from work as w;

select support.set_clock(interval '71:59:59');
select is(task.process_due(), 0, 'not a second before the day is over');
select support.set_clock(interval '72:00:01');
select is(task.process_due(), 2, 'then both are disputed');
select is(pg_temp.states(w.late), 'DISPUTED LOCKED_DISPUTE', 'the money is locked') from work as w;
select is((select d.reason || ' ' || coalesce(d.opened_by::text, 'nobody') || ' ' || d.state from dispute.dispute as d where d.task_id = w.late),
    'OVERDUE nobody OPEN', 'nobody opened it') from work as w;
select is((select v.reason || ' ' || (v.payload ->> 'due_at') from core.event as v where v.aggregate_id = w.late and v.event = 'disputed'),
    'OVERDUE ' || pg_temp.at(t.deadline_at + interval '24 hours'), 'as it was due') from work as w join task.task as t on t.id = w.late;
select is(pg_temp.states(w.rejected), 'DISPUTED LOCKED_DISPUTE', 'the rejected one too') from work as w;

-- Three days late.
create temporary table later as select support.task_in('ACCEPTED') as late, support.task_in('PROOF_SUBMITTED') as handed_in;
select support.set_clock(interval '72:00:01' + interval '5 days');
select is(task.process_due(), 2, 'days late both are taken');
select is(task.process_due(), 1, 'and the warned one again');
select is(pg_temp.states(l.late) || ' ' || pg_temp.states(l.handed_in), 'DISPUTED LOCKED_DISPUTE COMPLETED RELEASED', 'with the same ends') from later as l;
select is((select string_agg(v.event, ' ' order by v.recorded_at) from core.event as v where v.aggregate_id = l.late and v.reason = 'OVERDUE'), 'overdue_warned disputed',
    'warned before disputed') from later as l;
select is((select count(*) from core.clock_failure), 0::bigint, 'nothing failed');
select is(current_setting('hx.reason') || current_setting('hx.payload'), '', 'no cause is left over');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
