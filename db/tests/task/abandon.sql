-- A24: the worker gives work back: open again while nothing was handed in and the deadline is ahead, else called off.
begin;
select plan(22);
create temporary table work as
select n.label, support.task_in(n.state, 'poster', n.label, 10000, n.proof) as id
  from (values ('quick', 'ACCEPTED', true), ('slow', 'ACCEPTED', true), ('rejected', 'REJECTED', true), ('waiting', 'PROOF_SUBMITTED', true), ('overdue', 'ACCEPTED', true), ('asked', 'ACCEPTED', false), ('done', 'COMPLETED', true))
       as n (label, state, proof);
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, w.id) from work as w where w.label = $1
$f$;
create function pg_temp.parts(label text) returns text language sql stable as $f$
    select concat_ws(' ', t.state, t.due_event, e.state, coalesce(t.worker_id::text, 'nobody') , a.ending)
      from work as w join task.task as t on t.id = w.id join escrow.escrow as e on e.task_id = t.id
      join task.assignment as a on a.task_id = t.id where w.label = $1
$f$;
select is(support.code_as('poster', pg_temp.on('quick', 'select task.abandon(%L)')), 'HX503', 'the poster cancels, he does not abandon');
select is(support.code_as('slow', pg_temp.on('quick', 'select task.abandon(%L)')), 'HXA02', 'nor another worker');
select is(support.code_as('waiting', pg_temp.on('waiting', 'select task.abandon(%L)')), 'HXA03', 'what waits for a review is not given back');
select is(support.code_as('done', pg_temp.on('done', 'select task.abandon(%L)')), 'HXA03', 'nor what is done');
select is(support.code_as('quick', pg_temp.on('quick', 'select task.abandon(%L, '' '')')), 'HXA01', 'a blank reason is none');
select is(support.act('quick', pg_temp.on('quick', 'select state from task.abandon(%L, ''the wrong one'')')), 'OPEN', 'it is open again');
select is(pg_temp.parts('quick'), 'OPEN expire FUNDED nobody withdrawn', 'within a minute, for free');
select is((select v.reason from core.event as v join work as w on w.id = v.aggregate_id where w.label = 'quick' and v.event = 'abandoned'), 'the wrong one', 'the reason stands on the event');
select is(support.act('quick', pg_temp.on('quick', 'select state from task.abandon(%L)')), 'OPEN', 'a repeat answers what is there');
select is(support.code_as('quick', pg_temp.on('quick', 'select task.accept(%L)')), 'HX609', 'who gave it back does not take it again');
select support.person('second');
select is(support.act('second', pg_temp.on('quick', 'select state from task.accept(%L)')), 'ACCEPTED', 'another does');
select is(support.act('second', pg_temp.on('quick', 'select started_at from task.start(%L)')) is not null, true, 'and starts clean');
select is(support.code_as('quick', pg_temp.on('quick', 'select task.submit_proof(%L, ''mine'', support.photos())')), 'HXA02', 'the first has nothing to do with it any more');
select support.act('asked', pg_temp.on('asked', 'select task.request_completion(%L)'));
select support.set_clock(interval '61 seconds');
select support.act('slow', pg_temp.on('slow', 'select task.abandon(%L)'));
select is(pg_temp.parts('slow'), 'OPEN expire FUNDED nobody abandoned', 'later it is an abandonment');
select support.act('asked', pg_temp.on('asked', 'select task.abandon(%L)'));
select is(pg_temp.parts('asked'), 'OPEN expire FUNDED nobody abandoned', 'a request falls with its assignment');
select is(support.act('rejected', pg_temp.on('rejected', 'select state from task.abandon(%L)')), 'CANCELLED', 'after a proof it is called off');
select is(pg_temp.parts('rejected'), format('CANCELLED REFUNDED %s abandoned', support.be('rejected')), 'and refunded whole');
select support.set_clock(interval '2 days 1 second');
select is(support.act('overdue', pg_temp.on('overdue', 'select state from task.abandon(%L)')), 'CANCELLED', 'and past the deadline');
select is(support.act('overdue', pg_temp.on('overdue', 'select state from task.abandon(%L)')), 'CANCELLED', 'a repeat answers');
select is((select count(*) from xp.entry as x join work as w on w.id = x.task_id where w.label <> 'done'), 0::bigint, 'nothing is earned');
select support.set_clock(interval '0');
select is((select count(*) from settlement.settlement as s join escrow.escrow as e on e.id = s.escrow_id join work as w on w.id = e.task_id where w.label in ('rejected', 'overdue') and s.kind = 'refund'), 2::bigint, 'refunds are ordered');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
