-- STL-01 STL-05 STL-16 QUE-14 IDM-12 P8 P9 S-Q2 S-Q7 S-Q10 S-P5: an order is taken by one worker under a lease and a fence,
-- its key is written before the call, and what was sent is looked up and never sent again but under the same key.
begin;
select plan(77);
select support.payout_account('worker');
create temporary table work as select n, support.task_in('COMPLETED') as id from generate_series(1, 9) as n;
create temporary table orders as select w.n, support.settlement_of(w.id) as id from work as w;
create function pg_temp.id(n integer) returns uuid language sql stable as 'select o.id from pg_temp.orders as o where o.n = $1';
-- Leave one order due alone.
create function pg_temp.only(n integer) returns void language sql as $f$
    update settlement.settlement set due_at = 'infinity' where finished_at is null and id <> pg_temp.id($1) and due_at <= core.now();
    update settlement.settlement set due_at = least(due_at, core.now()) where finished_at is null and id = pg_temp.id($1)
$f$;
create function pg_temp.it(n integer) returns text language sql stable as $f$
    select concat_ws(' ', s.state, 'attempts ' || s.attempts, 'fence ' || s.fence, s.lease_owner, s.last_error, case when s.exhausted_at is not null then 'exhausted' end)
      from settlement.settlement as s where s.id = pg_temp.id($1)
$f$;
create function pg_temp.take(worker text) returns text language sql as $f$
    select coalesce(string_agg(j.action || ' ' || j.fence, ', '), 'nothing') from settlement.take($1) as j
$f$;
create function pg_temp.reserved() returns text language sql stable as $f$
    select a.balance_cents || ' ' || a.reserved_cents from ledger.account as a join account.user as u on u.id = a.owner_id
     where a.kind = 'payable' and u.email = 'worker@example.test'
$f$;
create function pg_temp.letters(n integer) returns text language sql stable as $f$
    select coalesce(string_agg(d.error || coalesce(' ' || d.closing, ''), ', ' order by d.buried_at), 'none') from core.dead_letter as d where d.order_id = pg_temp.id($1)
$f$;

-- Two workers
select is((select count(*) from settlement.take('nobody', 0)), 0::bigint, 'who wants none gets none');
select pg_temp.only(1);
select results_eq($$select j.settlement_id, j.fence, j.action, j.kind, j.provider_key, j.amount_cents, j.currency, j.destination, j.intent_id, j.transfer_group, j.attempts from settlement.take('one') as j$$,
    $$select s.id, 1::bigint, 'send', 'transfer', 'settlement-' || s.id, 8500::bigint, 'USD', 'acct_' || s.payee_id, 'pi_' || s.escrow_id, s.escrow_id::text, 0
        from settlement.settlement as s where s.id = pg_temp.id(1)$$, 'a worker gets what to send, and where to');
select is(pg_temp.it(1), 'LOCKED attempts 0 fence 1 one', 'it is his under a lease');
select ok(s.lease_ends_at between clock_timestamp() + interval '4 minutes' and clock_timestamp() + interval '5 minutes', 'of five minutes') from settlement.settlement as s where s.id = pg_temp.id(1);
select is(pg_temp.take('two'), 'nothing', 'a second worker gets nothing');
select is((select count(*) from settlement.submit(array[pg_temp.id(1)], array[0::bigint])), 0::bigint, 'a wrong fence sends nothing');
select is(pg_temp.it(1), 'LOCKED attempts 0 fence 1 one', 'and changes nothing');
select support.lapse(pg_temp.id(1));
select is(pg_temp.take('two'), 'send 2', 'when his lease is over another gets it, under a new fence');
select is((select string_agg(v.from_state || '-' || v.to_state, ' ' order by v.version) from core.event as v where v.aggregate_id = pg_temp.id(1) and v.version > 1), 'PENDING-LOCKED LOCKED-PENDING PENDING-LOCKED', 'by way of PENDING');
select is((select count(*) from settlement.submit(array[pg_temp.id(1)], array[1::bigint])), 0::bigint, 'the slow one sends nothing any more');
select results_eq($$select settlement.submit(array[pg_temp.id(1), pg_temp.id(2)], array[2::bigint, 0])$$, $$select pg_temp.id(1)$$, 'the new one does');
select is(pg_temp.it(1), 'SUBMITTED attempts 1 fence 2 two', 'SUBMITTED before the call');
select results_eq($$select a.fence, a.worker, a.action, a.outcome from settlement.attempt as a where a.settlement_id = pg_temp.id(1)$$, $$values (2::bigint, 'two', 'send', null::text)$$, 'its attempt is written');
select is((select count(*) from settlement.submit(array[pg_temp.id(1)], array[2::bigint])), 0::bigint, 'once');

-- Wrong fences
select is(support.report(pg_temp.id(1), 'done', 'tr_other', fence => 1), 'SUBMITTED stale', 'a report under an old fence does nothing');
select is(support.report(pg_temp.id(1), 'refused', fence => 3), 'SUBMITTED stale', 'nor does one under none');
select is(pg_temp.it(1), 'SUBMITTED attempts 1 fence 2 two', 'all is as it was');
select is(pg_temp.take('three'), 'nothing', 'what is being sent is nobody''s');
select support.lapse(pg_temp.id(1));
select is(pg_temp.take('three'), 'look_up 3', 'after the lease it is looked up, never sent');
select is(pg_temp.it(1), 'SUBMITTED attempts 2 fence 3 three', 'which is an attempt');
select is((select count(*) from settlement.submit(array[pg_temp.id(1)], array[3::bigint])), 0::bigint, 'and can''t be submitted');

-- Done
select is(support.report(pg_temp.id(1), 'done', 'tr_1'), 'SETTLED', 'found: SETTLED');
select is(pg_temp.it(1), 'SETTLED attempts 2 fence 3', 'no lease is left');
select results_eq($$select a.kind, l.amount_cents, j.kind, j.escrow_id = s.escrow_id, s.provider_reference from settlement.settlement as s join ledger.journal as j on j.id = s.journal_id
    join ledger.entry as l on l.journal_id = j.id join ledger.account as a on a.id = l.account_id where s.id = pg_temp.id(1) order by l.line$$,
    $$values ('payable', -8500::bigint, 'transfer', true, 'tr_1'), ('stripe', 8500::bigint, 'transfer', true, 'tr_1')$$, 'posted');
select is(pg_temp.reserved(), '68000 68000', 'its reservation is gone with it');
select is(support.report(pg_temp.id(1), 'done', 'tr_1'), 'SETTLED', 'told twice it is the same');
select is(support.report(pg_temp.id(1), 'unknown'), 'SETTLED stale', 'a later doubt changes nothing');
select results_eq($$select a.fence, a.action, a.outcome, a.reference from settlement.attempt as a where a.settlement_id = pg_temp.id(1) order by a.fence$$,
    $$values (2::bigint, 'send', null::text, null::text), (3::bigint, 'look_up', 'done', 'tr_1')$$, 'each attempt stands with its end');
select is(support.report(pg_temp.id(1), 'done', 'tr_1', fence => 2), 'SETTLED', 'the slow worker''s answer is the same thing');
select is((select a.outcome from settlement.attempt as a where a.settlement_id = pg_temp.id(1) and a.fence = 2), 'done', 'and ends his attempt');
select is((select count(*) from ledger.journal as j where j.source_id = pg_temp.id(1)), 1::bigint, 'posted once');

select is(support.code('update settlement.attempt set worker = ''x'''), 'HXA11', 'attempts are written once');
select is(support.code('update settlement.attempt set outcome = ''refused'', ended_at = core.now() where outcome is not null'), 'HXA11', 'and ended once');
select is(support.code('delete from settlement.attempt'), 'HXA11', 'and stay');
select is(support.code('insert into settlement.attempt (settlement_id, fence, worker, action) select a.settlement_id, a.fence, ''x'', ''send'' from settlement.attempt as a limit 1'), 'HXA03', 'one a fence');
select is(support.code('insert into settlement.attempt (settlement_id, fence, worker, action, outcome, ended_at) select a.settlement_id, 9, ''x'', ''send'', ''done'', core.now() from settlement.attempt as a limit 1'), 'HXA01', 'what is done has its reference');
-- The webhook first, or after
select pg_temp.only(2); select support.send();
select is(support.deliver(support.movement_event(pg_temp.id(2), 'transfer.created', 'tr_2')), 'settled', 'a webhook before the answer settles');
select is(support.report(pg_temp.id(2), 'done', 'tr_2'), 'SETTLED', 'the answer after it is no news');
select is(support.deliver(support.movement_event(pg_temp.id(2), 'transfer.created', 'tr_2')), 'settled', 'nor is the webhook again');
select is((select count(*) from ledger.journal as j where j.source_id = pg_temp.id(2)), 1::bigint, 'posted once');

-- Refused
select pg_temp.only(3); select support.send();
select is(support.report(pg_temp.id(3), 'refused', error => 'balance_insufficient'), 'FAILED', 'refused: FAILED');
select is(pg_temp.reserved(), '59500 51000', 'its reservation is freed, it is owed as before');
select is(pg_temp.letters(3), 'balance_insufficient', 'for a person');
select is(support.report(pg_temp.id(3), 'refused', error => 'balance_insufficient'), 'FAILED', 'told twice it is the same');

-- Unknown: 5 minutes, 30 minutes, 2 hours, 24 hours, then a person
select pg_temp.only(4); select support.send();
select is(support.report(pg_temp.id(4), 'unknown', error => 'timeout', is_outage => true), 'SUBMITTED', 'a time-out keeps the state');
select is((select s.due_at - core.now() from settlement.settlement as s where s.id = pg_temp.id(4)), interval '5 minutes', 'and is looked up in five minutes');
select support.set_clock(interval '4 minutes 59 seconds');
select is(pg_temp.take('one'), 'nothing', 'not before');
create function pg_temp.again(n integer, after interval) returns text language plpgsql as $f$
declare taken text; told text;
begin
    -- The clock goes by the transaction's own time.
    perform support.set_clock($2);
    taken := pg_temp.take('one');
    told := support.report(pg_temp.id($1), 'unknown', error => 'timeout');
    return concat_ws(' ', taken, told, (select s.due_at - core.now() from settlement.settlement as s where s.id = pg_temp.id($1)));
end $f$;
select is(pg_temp.again(4, interval '5 minutes'), 'look_up 2 SUBMITTED 00:30:00', 'then in thirty');
select is(pg_temp.again(4, interval '35 minutes'), 'look_up 3 SUBMITTED 02:00:00', 'then in two hours');
select is(pg_temp.again(4, interval '155 minutes'), 'look_up 4 SUBMITTED 1 day', 'then in a day');
select is(pg_temp.letters(4), 'none', 'that needs nobody yet');
select is(pg_temp.again(4, interval '1595 minutes'), 'look_up 5 SUBMITTED 00:00:00', 'the fifth is the last');
select is(pg_temp.it(4), 'SUBMITTED attempts 5 fence 5 timeout exhausted', 'it keeps its state, exhausted');
select is(pg_temp.letters(4), 'timeout', 'with a dead letter');
select support.set_clock(interval '30 days');
select is(pg_temp.take('one'), 'nothing', 'nobody takes it any more');
select is((select string_agg(d.id::text, ' ') from settlement.in_doubt() as d where d.exhausted_at is not null), pg_temp.id(4)::text, 'it is in doubt');
select is(support.deliver(support.movement_event(pg_temp.id(4), 'transfer.created', 'tr_4')), 'settled', 'word of it settles it even so');
select is(pg_temp.letters(4), 'timeout settled', 'and closes the dead letter');
select is(support.code('update core.dead_letter set closing = ''else'' where closed_at is not null'), 'HXA11', 'a dead letter is closed once');
select is(support.code('update core.dead_letter set order_id = core.new_id() where closed_at is null'), 'HXA11', 'and tells of one order');
select is(support.code('delete from core.dead_letter'), 'HXA11', 'and stays');
select is(support.code('insert into core.dead_letter (kind, order_id, attempts, error) select d.kind, d.order_id, 1, ''x'' from core.dead_letter as d where d.closed_at is null'), 'HXA03', 'one open an order');
select support.set_clock(interval '0');

-- Absent
select pg_temp.only(5); select support.send(); select support.lapse(pg_temp.id(5)); select pg_temp.take('two');
select is(support.report(pg_temp.id(5), 'absent'), 'PENDING', 'not found while the key holds: once more');
select is(pg_temp.it(5), 'PENDING attempts 2 fence 2', 'without a lease');
select is((select j.action || ' ' || (j.provider_key = 'settlement-' || j.settlement_id) from settlement.take('one') as j), 'send true', 'by the same key');
select is((select count(*) from settlement.submit(array[pg_temp.id(5)], array[3::bigint])), 1::bigint, 'it is sent');
select is(pg_temp.it(5), 'SUBMITTED attempts 2 fence 3 one', 'which counts with the look-up');
select support.set_clock(interval '23 hours');
select support.lapse(pg_temp.id(5)); select pg_temp.take('two');
select is(support.report(pg_temp.id(5), 'absent'), 'FAILED', 'not found when the key holds no longer: it was not done');
select is(pg_temp.letters(5), 'absent', 'for a person');
select support.set_clock(interval '0');
select pg_temp.only(6); select support.send(); select support.report(pg_temp.id(6), 'absent');
select support.set_clock(interval '23 hours 1 second');
select is(pg_temp.take('one'), 'look_up 2', 'what waited to be sent again beyond that is looked up instead');
select is(support.report(pg_temp.id(6), 'done', 'tr_6'), 'SETTLED', 'and may be found');
select support.set_clock(interval '0');

-- What is no report
select throws_ok($$select support.report(pg_temp.id(7), 'maybe')$$, 'HXA01', null, 'an outcome that is none');
select throws_ok($$select support.report(pg_temp.id(7), 'done')$$, 'HXA01', null, 'what was done has an id');
select is(support.report(core.new_id(), 'done', 'tr_x', fence => 1), null, 'of no order: nothing');
select is((select count(*) from core.failure as f where f.name = 'settlement.report'), 1::bigint, 'but it is kept');
-- One that can't be posted stops none of the others
select pg_temp.only(7); update settlement.settlement set due_at = core.now() where id = pg_temp.id(8); select support.send();
select is((select string_agg(v.state || ' ' || v.is_stale, ', ' order by v.settlement_id) from settlement.report(jsonb_build_array(
    jsonb_build_object('settlement_id', pg_temp.id(7), 'fence', 1, 'outcome', 'done', 'reference', 'tr_1'),
    jsonb_build_object('settlement_id', pg_temp.id(8), 'fence', 1, 'outcome', 'done', 'reference', 'tr_8'))) as v), 'SUBMITTED true, SETTLED false', 'each report is by itself');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
