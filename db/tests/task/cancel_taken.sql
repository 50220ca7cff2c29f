-- LIF-09 LIF-19 TST-21: the poster cancels what is taken: free for five minutes, then a tenth goes to the worker, at most 2000
-- cents; never what was handed in, and not for a day what was begun. A8
begin;
select plan(31);
select support.admin();
create temporary table work as
select n.label, support.task_in(n.state, 'poster', n.label, n.cents, n.proof) as id
  from (values ('soon', 'ACCEPTED', 10000, true), ('late', 'ACCEPTED', 10001, true), ('dear', 'ACCEPTED', 50000, true), ('begun', 'ACCEPTED', 999, true),
        ('rejected', 'REJECTED', 10000, true), ('asked', 'ACCEPTED', 10000, false), ('overdue', 'ACCEPTED', 10000, true), ('waiting', 'PROOF_SUBMITTED', 10000, true), ('held', 'ACCEPTED', 10000, true))
       as n (label, state, cents, proof);
-- A known poster, so that no limit stands in the way.
select support.task_in('COMPLETED', 'poster', 'any' || n) from generate_series(1, 3) as n;
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, w.id) from work as w where w.label = $1
$f$;
create function pg_temp.parts(label text) returns text language sql stable as $f$
    select concat_ws(' ', t.state, e.state, e.release_cents, e.worker_cents, e.platform_cents, e.refund_cents, a.ending, a.compensation_cents)
      from work as w join task.task as t on t.id = w.id join escrow.escrow as e on e.task_id = t.id
      join task.assignment as a on a.task_id = t.id where w.label = $1
$f$;
select support.act('begun', pg_temp.on('begun', 'select task.start(%L)'));
select support.act('overdue', pg_temp.on('overdue', 'select task.start(%L)'));
select support.act('asked', pg_temp.on('asked', 'select task.request_completion(%L)'));
select is(support.code_as('late', pg_temp.on('late', 'select task.cancel(%L)')), 'HX503', 'the worker abandons, he does not cancel');
select is(support.code_as('poster', pg_temp.on('begun', 'select task.cancel(%L)')), 'HXA03', 'what was begun is not cancelled');
select is(support.code_as('poster', pg_temp.on('rejected', 'select task.cancel(%L)')), 'HXA03', 'nor what was proved once');
select is(support.code_as('poster', pg_temp.on('waiting', 'select task.cancel(%L)')), 'HXA03', 'nor what waits for a review');
select is(support.code_as('poster', pg_temp.on('asked', 'select task.cancel(%L)')), 'HXA03', 'nor what was reported as done');
select support.set_clock(interval '5 minutes');
select is(support.act('poster', pg_temp.on('soon', 'select escrow_state from task.cancel(%L, ''changed my mind'')')), 'REFUNDED', 'within five minutes it is free');
select is(pg_temp.parts('soon'), 'CANCELLED REFUNDED 0 0 0 10000 cancelled 0', 'and whole');
select support.set_clock(interval '5 minutes 1 second');
select is(support.act('poster', pg_temp.on('late', 'select escrow_state from task.cancel(%L)')), 'REFUND_PARTIAL', 'a second later the worker is compensated');
select is(pg_temp.parts('late'), 'CANCELLED REFUND_PARTIAL 1000 1000 0 9001 cancelled 1000', 'with a tenth, floored, without a fee');
select is(support.act('poster', pg_temp.on('late', 'select escrow_state from task.cancel(%L)')), 'REFUND_PARTIAL', 'a repeat answers what was done');
select is((select count(*) from ledger.journal as j where j.source_id = support.escrow_of((select w.id from work as w where w.label = 'late')) and j.kind = 'partial'), 1::bigint, 'once');
select results_eq($$select s.kind, s.leg, s.amount_cents from settlement.settlement as s where s.escrow_id = support.escrow_of((select w.id from work as w where w.label = 'late')) order by 1$$,
    $$values ('refund', 'poster', 9001::bigint), ('transfer', 'worker', 1000::bigint)$$, 'both movements are ordered');
select is((select count(*) from xp.entry as x where x.task_id = (select w.id from work as w where w.label = 'late')), 0::bigint, 'no XP');
select support.act('poster', pg_temp.on('dear', 'select task.cancel(%L)'));
select is(pg_temp.parts('dear'), 'CANCELLED REFUND_PARTIAL 2000 2000 0 48000 cancelled 2000', 'at most 2000 cents');
select support.set_clock(interval '23 hours 59 minutes 59 seconds');
select is(support.code_as('poster', pg_temp.on('begun', 'select task.cancel(%L)')), 'HXA03', 'for a day');
select support.set_clock(interval '24 hours');
select is(support.act('poster', pg_temp.on('begun', 'select escrow_state from task.cancel(%L)')), 'REFUND_PARTIAL', 'then it may be cancelled again');
select is(pg_temp.parts('begun'), 'CANCELLED REFUND_PARTIAL 99 99 0 900 cancelled 99', 'with the compensation');
-- held
select support.act_as_admin(format('select escrow.hold(%L, ''FRAUD'', ''odd'')', support.escrow_of(w.id))) from work as w where w.label = 'held';
select is(support.code_as('poster', pg_temp.on('held', 'select task.cancel(%L)')), 'HX202', 'nothing is cancelled while its payment is held');
select is(support.code_as('held', pg_temp.on('held', 'select task.abandon(%L)')), 'HX202', 'nor given back');
-- past the deadline
select support.set_clock(interval '2 days 1 second');
select is(support.act('poster', pg_temp.on('overdue', 'select escrow_state from task.cancel(%L)')), 'REFUNDED', 'past the deadline it is free though begun');
select is(pg_temp.parts('overdue'), 'CANCELLED REFUNDED 0 0 0 10000 overdue 0', 'and the worker''s abandonment');
select is(support.code_as('poster', pg_temp.on('rejected', 'select task.cancel(%L)')), 'HXA03', 'not where a proof was handed in');
select is(support.code_as('poster', pg_temp.on('asked', 'select task.cancel(%L)')), 'HXA03', 'nor where completion was requested');
select support.set_clock(interval '0');
-- At the table: nobody writes another compensation.
insert into work values ('table', support.task_in('ACCEPTED', 'poster', 'table', 10000));
create function pg_temp.compensate(cents integer, ending text default 'cancelled', besides text default '') returns text language sql stable as $f$
    select pg_temp.on('table', besides || format('update task.assignment set ended_at = core.now(), ending = %L, compensation_cents = %s where task_id = %%1$L and ended_at is null;
        update task.task set state = ''CANCELLED'', cancelled_at = core.now() where id = %%1$L', $2, $1))
$f$;
select is(support.code(pg_temp.compensate(0)), 'done', 'nothing within the free minutes');
select is(support.code(pg_temp.compensate(1)), 'HX004', 'and no cent more');
select support.set_clock(interval '1 hour');
select is(support.code(pg_temp.compensate(1000)), 'done', 'a tenth later');
select is(support.code(pg_temp.compensate(2000)), 'HX004', 'not two');
select is(support.code(pg_temp.compensate(1000, 'abandoned')), 'HXA01', 'and none to who gave it back');
select is(support.code(pg_temp.compensate(1000, 'cancelled', 'update task.assignment set completion_requested_at = core.now() where task_id = %1$L;')), 'HX004', 'nor for work that was reported as done');
select is(support.code(format('insert into task.assignment (task_id, worker_id, accepted_at, ended_at, ending, compensation_cents) values (%L, %L, core.now(), core.now(), ''cancelled'', 5)',
    support.task_in('OPEN'), support.person('bold'))), 'HX004', 'nor is one born with it');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
