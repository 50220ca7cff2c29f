-- ESC-21 P24: while a payment is held its clocks stand still; lifted, every due time is later by as long.
begin;
select plan(15);
create temporary table work as select support.task_in('OPEN') as open, support.task_in('PROOF_SUBMITTED') as handed_in,
    support.task_in('ACCEPTED') as late, support.task_in('REJECTED') as contested, support.task_in('PROOF_SUBMITTED') as free;
insert into account.staff (account_id, role) values (support.person('admin'), 'hx_admin');
select support.act('worker', format('select dispute.create(%L, ''OTHER'', ''No'')', w.contested)) from work as w;
create temporary table held as select t.id from work as w cross join lateral (values (w.open), (w.handed_in), (w.late), (w.contested)) as t (id);
select support.be('admin');
select escrow.hold(support.escrow_of(h.id), 'REVIEW', 'Odd') from held as h;
select support.set_clock(interval '100 hours');
select is(task.process_due(), 1, 'of the tasks only the free one is taken');
select is((select t.state from task.task as t, work as w where t.id = w.free), 'COMPLETED', 'and completed');
select is(dispute.process_due(), 0, 'no dispute');
select is((select string_agg(t.state || ' ' || e.state, ', ' order by t.id) from task.task as t join escrow.escrow as e on e.task_id = t.id join held as h on h.id = t.id),
    'OPEN LOCKED_DISPUTE, PROOF_SUBMITTED LOCKED_DISPUTE, ACCEPTED LOCKED_DISPUTE, DISPUTED LOCKED_DISPUTE', 'what is held stands still');
select is((select count(*) from core.event as v where v.event = 'overdue_warned'), 0::bigint, 'nobody is warned');
select support.be('admin');
select escrow.lift_hold(o.id, 'Fine') from escrow.hold as o;
select is(task.process_due() + dispute.process_due(), 0, 'lifted, nothing is due yet');
select support.set_clock(interval '147:59:59');
select is(task.process_due() + dispute.process_due(), 0, 'not a second before');
select support.set_clock(interval '148:00:01');
select is(task.process_due(), 3, 'then the tasks');
select is(dispute.process_due(), 1, 'and the dispute');
select is((select string_agg(t.state || ' ' || e.state, ', ' order by t.id) from task.task as t join escrow.escrow as e on e.task_id = t.id join held as h on h.id = t.id),
    'EXPIRED REFUNDED, COMPLETED RELEASED, ACCEPTED FUNDED, DISPUTED LOCKED_DISPUTE', 'with the ends that they would have had');
select is((select count(*) from core.event as v, work as w where v.event = 'overdue_warned' and v.aggregate_id = w.late), 1::bigint, 'the late one is warned of');
select is((select d.state from dispute.dispute as d), 'ESCALATED', 'the dispute is escalated');
select is((select v.payload ->> 'due_at' from core.event as v, work as w where v.event = 'expired' and v.aggregate_id = w.open),
    to_jsonb(now() + interval '148 hours') #>> '{}', 'by the later due time');
select is((select count(*) from core.clock_failure), 0::bigint, 'nothing failed');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
