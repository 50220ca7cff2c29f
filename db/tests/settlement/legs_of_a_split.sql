-- D20 ESC-23 STL-16: of a split each leg goes by itself: one that is refused repeats nothing of the other, and goes out later.
begin;
select plan(12);
select support.payout_account('worker');
create temporary table work as select support.task_in('DISPUTED', 'poster', 'worker', 10001) as id;
create function pg_temp.legs() returns text language sql stable as $f$
    select string_agg(concat_ws(' ', s.kind, s.amount_cents, s.state), ', ' order by s.kind, s.id)
      from work as w join settlement.settlement as s on s.escrow_id = support.escrow_of(w.id)
$f$;
create function pg_temp.leg(kind text) returns uuid language sql volatile as 'select support.settlement_of(w.id, $1) from work as w';
create function pg_temp.escrow() returns text language sql stable as $f$
    select concat_ws(' ', e.state, e.worker_cents, e.platform_cents, e.refund_cents) from work as w join escrow.escrow as e on e.task_id = w.id
$f$;
select is(support.act_as_admin(format('select state from dispute.resolve(%L, ''SPLIT'', ''half of it'', 50)', d.id)), 'RESOLVED', 'it is split')
  from work as w join dispute.dispute as d on d.task_id = w.id;
select is(pg_temp.escrow(), 'REFUND_PARTIAL 4250 750 5001', 'to the cent');
select is(support.send(), 2::bigint, 'both legs go out');
select is(support.report(pg_temp.leg('refund'), 'done', 're_split'), 'SETTLED', 'the refund is done');
select is(support.report(pg_temp.leg('transfer'), 'refused', error => 'balance_insufficient'), 'FAILED', 'the transfer is refused');
select is(pg_temp.escrow(), 'REFUND_PARTIAL 4250 750 5001', 'the end stands');
select is((select a.balance_cents || ' ' || a.reserved_cents from ledger.account as a join account.user as u on u.id = a.owner_id
    where a.kind = 'payable' and u.email = 'worker@example.test'), '4250 0', 'the worker is owed it as before');
select is(support.broken(), '', 'audit.prove() is clean meanwhile');
select is(support.act_as_admin(format('select kind || '' '' || state from settlement.retry(%L, ''funds are there'')', pg_temp.leg('transfer'))), 'transfer PENDING', 'it is tried again');
select is(support.send() || ' ' || support.report(pg_temp.leg('transfer'), 'done', 'tr_split'), '1 SETTLED', 'that leg alone goes out');
select is(pg_temp.legs(), 'refund 5001 SETTLED, transfer 4250 FAILED, transfer 4250 SETTLED', 'the refund was not repeated');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
