-- ESC-04 TST-10 E1: kill test of INV-2. Money is released only for a COMPLETED task.
begin;
select plan(14);
create temporary table work as
select s.state, support.task_in(s.state) as task_id
  from (values ('UNFUNDED'), ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('DISPUTED'),
       ('CANCELLED'), ('EXPIRED')) as s (state);
-- RELEASED with all that the table asks for, by its owner's hand.
create function pg_temp.release(state text) returns text language sql as $f$
    select format('update escrow.escrow set state = ''RELEASED'', closed_at = core.now(),
        release_cents = amount_cents, refund_cents = 0, worker_cents = 8500, platform_cents = 1500,
        closing_journal_id = ledger._post(''release'', id, id, ''USD'', array[
            row(''escrow'', null, -amount_cents)::ledger.leg,
            row(''fee'', null, amount_cents)::ledger.leg]) where task_id = %L', w.task_id)
      from work as w where w.state = $1
$f$;
select throws_ok(pg_temp.release('UNFUNDED'), 'HX201', null, 'not for an unpaid task');
select throws_ok(pg_temp.release('OPEN'), 'HX201', null, 'nor an OPEN one');
select throws_ok(pg_temp.release('ACCEPTED'), 'HX201', null, 'nor an ACCEPTED one');
select throws_ok(pg_temp.release('PROOF_SUBMITTED'), 'HX201', null, 'nor one that waits for review');
select throws_ok(pg_temp.release('DISPUTED'), 'HX201', null, 'nor a DISPUTED one');
select throws_ok(pg_temp.release('CANCELLED'), 'HX201', null, 'nor a CANCELLED one');
select throws_ok(pg_temp.release('EXPIRED'), 'HX201', null, 'nor an EXPIRED one');
select throws_ok($$insert into escrow.escrow (task_id, amount_cents, currency, fee_bps,
    cancellation_bps, cancellation_cap_cents, cancellation_free, state)
    select t.id, t.price_cents, t.currency, 1500, 1000, 2000, interval '5 minutes', 'RELEASED'
      from task.task as t join work as w on w.task_id = t.id where w.state = 'OPEN'$$,
    'HX201', null, 'no escrow is born RELEASED');
select is(support.code($$update escrow.escrow set state = 'REFUND_PARTIAL', closed_at = core.now(),
    release_cents = 6000, refund_cents = 4000, worker_cents = 5100, platform_cents = 900,
    closing_journal_id = ledger._post('partial', id, id, 'USD', array[
        row('escrow', null, -10000)::ledger.leg, row('fee', null, 900)::ledger.leg,
        row('payable', (select u.id from account.user as u where u.email = 'worker@example.test'),
            5100)::ledger.leg, row('refund_due', null, 4000)::ledger.leg])
    where task_id = (select task_id from work where state = 'ACCEPTED')$$, 'none'), 'HX008',
    'a part is not released either while the task goes on: the commit is refused');
select is(support.code($$delete from escrow.escrow where state = 'REFUNDED'$$), 'HX002', 'an escrow is not deleted');
select is(support.code($$truncate escrow.escrow cascade$$), 'HXA11', 'nor truncated');
select is(support.code(format('update escrow.escrow set task_id = %L where task_id = %L',
    support.task('other'), (select task_id from work where state = 'ACCEPTED')), 'none'), 'HX004',
    'nor moved under another task');
select is((select count(*) from escrow.escrow as e join work as w on w.task_id = e.task_id
    where e.state = 'RELEASED'), 0::bigint, 'nothing was released');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
