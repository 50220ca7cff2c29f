-- GWY circuit breakers QUE-14: one circuit an outside party, shared by all workers: so many failures in a row open it, one call
-- tries again after the pause, its success closes it and lets more through step by step.
begin;
select plan(39);
create function pg_temp.it() returns text language sql stable as $f$
    select concat_ws(' ', c.state, 'failures ' || c.failures, 'allowance ' || c.allowance, case when c.probe_at is not null then round(extract(epoch from c.probe_at - clock_timestamp())) || ' s' end) from core.circuit as c where c.party = 'stripe'
$f$;
create function pg_temp.told(succeeded integer, failed integer) returns text language plpgsql as $f$
begin perform core._circuit_told('stripe', $1, $2); return pg_temp.it(); end $f$;
create function pg_temp.pause_over() returns void language sql as $f$ update core.circuit set probe_at = clock_timestamp() - interval '1 second' where party = 'stripe' $f$;
select is(pg_temp.told(0, 5), null, 'of a party that was never called nothing is kept');
select is(core._circuit_allows('stripe', 50), 50, 'a party''s circuit is made closed');
select is(core._circuit_allows('stripe', 5000), 200, 'a batch has its bound');
select is(core._circuit_allows('stripe', 0), 0, 'who wants none gets none');
-- Failures in a row
select is(pg_temp.told(0, 4), 'CLOSED failures 4 allowance 200', 'four in a row are not enough');
select is(pg_temp.told(0, 0), 'CLOSED failures 4 allowance 200', 'no call tells nothing');
select is(pg_temp.told(1, 0), 'CLOSED failures 0 allowance 200', 'one that succeeds begins anew');
select is(pg_temp.told(3, 9), 'CLOSED failures 0 allowance 200', 'where some succeed it is not down');
select is(pg_temp.told(0, 4), 'CLOSED failures 4 allowance 200', 'four again');
select is(core._circuit_allows('stripe', 50), 50, 'calls go on');
select is(pg_temp.told(0, 1), 'OPEN failures 0 allowance 1 30 s', 'the fifth opens it');
select is(core._circuit_allows('stripe', 50), 0, 'nobody calls');
select is(pg_temp.told(7, 0), 'OPEN failures 0 allowance 1 30 s', 'successes of calls from before change nothing');
select is(pg_temp.told(0, 7), 'OPEN failures 0 allowance 1 30 s', 'nor failures');
-- The probe
select pg_temp.pause_over();
select is(core._circuit_allows('stripe', 50), 1, 'after the pause one call tries');
select is(core._circuit_allows('stripe', 50), 0, 'and no other');
select is(pg_temp.it(), 'HALF_OPEN failures 0 allowance 1 30 s', 'half open');
select is(pg_temp.told(0, 0), 'HALF_OPEN failures 0 allowance 1 30 s', 'no call tells nothing');
select is(pg_temp.told(0, 1), 'OPEN failures 0 allowance 1 60 s', 'it fails: open for twice as long');
select pg_temp.pause_over(); select core._circuit_allows('stripe', 50);
select is(pg_temp.told(0, 1), 'OPEN failures 0 allowance 1 120 s', 'and twice that');
update core.circuit set openings = 9;
select pg_temp.pause_over(); select core._circuit_allows('stripe', 50);
select is(pg_temp.told(0, 1), 'OPEN failures 0 allowance 1 3600 s', 'at most an hour');
select pg_temp.pause_over(); select core._circuit_allows('stripe', 50); select pg_temp.pause_over();
select is(core._circuit_allows('stripe', 50), 1, 'where the one who tried is gone another does');
-- Closing, step by step
select is(pg_temp.told(1, 0), 'CLOSED failures 0 allowance 2', 'it succeeds: closed');
select is(core._circuit_allows('stripe', 50), 2, 'two at first');
select is(pg_temp.told(2, 0), 'CLOSED failures 0 allowance 4', 'then four');
select is(pg_temp.told(4, 0), 'CLOSED failures 0 allowance 8', 'then eight');
select is(pg_temp.told(0, 3), 'CLOSED failures 3 allowance 8', 'failures raise nothing');
select pg_temp.told(1, 0), pg_temp.told(1, 0), pg_temp.told(1, 0), pg_temp.told(1, 0);
select is(pg_temp.it(), 'CLOSED failures 0 allowance 128', 'up to the whole batch');
select is((select c.openings from core.circuit as c), 10, 'till then the pauses are remembered');
select is(pg_temp.told(1, 0), 'CLOSED failures 0 allowance 200', 'which is its bound');
select is((select c.openings from core.circuit as c), 0, 'then they are forgotten');
select is((select string_agg(v.event, ' ' order by v.version) from core.event as v where v.aggregate = 'circuit' and v.version between 2 and 5), 'opened probed opened probed', 'each move is an event');
-- By settlements: with Stripe down releases commit, settlements wait
select support.payout_account('worker');
create temporary table orders as select support.settlement_of(support.task_in('COMPLETED')) as id from generate_series(1, 6);
select support.send();
select support.report(o.id, 'unknown', error => 'timeout', is_outage => true) from (select o.id from orders as o limit 5) as o;
select is((select c.state from core.circuit as c), 'OPEN', 'five time-outs of settlements open it');
create temporary table more as select support.task_in('COMPLETED') as id;
select is((select t.state from more as n join task.task as t on t.id = n.id), 'COMPLETED', 'work is completed as ever');
select is(support.send(), 0::bigint, 'and paid later');
select is((select count(*) from stripe.take_accounts('one')), 0::bigint, 'accounts wait too');
select pg_temp.pause_over();
select is(support.send(), 1::bigint, 'one tries');
-- By hand
select is(support.code('update core.circuit set probe_at = null'), 'HXA01', 'what is open has its time');
select is(support.code('update core.circuit set party = ''Stripe!'''), 'HXA01', 'a party has a name');
select * from finish();
rollback;
