-- ESC-03 ESC-15 ESC-17 ESC-20 STL-04 S-P13 S-I11: stripe.ingest and stripe.process: a payment funds its own escrow, once, exactly; all else goes back.
begin;
select plan(47);
create temporary table work as
select n, support.task('poster') as id from generate_series(1, 12) as n;
create function pg_temp.escrow(n integer) returns uuid language sql volatile as $f$
    select support.escrow_of(w.id) from work as w where w.n = $1
$f$;
create function pg_temp.told(event text) returns text language plpgsql as $f$
begin return (select r.state || ' ' || coalesce(r.outcome, '') from stripe.process((stripe.ingest($1)).event_id) as r); end $f$;
create function pg_temp.suspended(n integer) returns bigint language sql volatile as $f$
    select coalesce(sum(s.amount_cents), 0)::bigint from settlement.settlement as s
     where s.escrow_id = pg_temp.escrow($1) and s.kind = 'refund' and s.leg = 'payer'
$f$;

-- Ingest
select is((stripe.ingest(support.payment_event(pg_temp.escrow(1), event_id => 'evt_one'))).is_new, true, 'an event is stored');
select is((stripe.ingest(support.payment_event(pg_temp.escrow(1), event_id => 'evt_one'))).is_new, false, 'once');
select is((select e.state from stripe.event as e where e.provider_event_id = 'evt_one'), 'RECEIVED', 'and waits');
select throws_ok($$select stripe.ingest('no json')$$, 'HXA01', null, 'what is no JSON');
select throws_ok($$select stripe.ingest('[]')$$, 'HXA01', null, 'no event');
select throws_ok($$select stripe.ingest('{"id": 1, "type": "x", "data": {"object": {"id": "x"}}}')$$, 'HXA01', null, 'an id that is none');
select throws_ok($$select stripe.ingest(null)$$, 'HXA01', null, 'nothing');
select throws_ok($$select stripe.ingest('{"id": "evt_n", "type": "x", "livemode": "maybe", "data": {"object": {"id": "x"}}}')$$, 'HXA01', null, 'a livemode that is none');
select throws_ok($$select stripe.process(core.new_id())$$, 'HXA02', null, 'no event to process');

-- The payment
select is(pg_temp.told(support.payment_event(pg_temp.escrow(1), event_id => 'evt_one')), 'PROCESSED funded', 'it funds');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(1), event_id => 'evt_one')), 'PROCESSED funded', 'a redelivery answers that');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(1))), 'IGNORED same_fact', 'the same fact under another id is linked');
select is((select count(*) from stripe.event as e where e.same_fact_as = (select k.id from stripe.event as k where k.provider_event_id = 'evt_one')), 1::bigint, 'to the first');
select results_eq($$select a.kind, l.amount_cents from ledger.entry as l join ledger.account as a on a.id = l.account_id
    where l.escrow_id = pg_temp.escrow(1) order by l.line$$, $$values ('stripe', -10000::bigint), ('escrow', 10000::bigint)$$, 'one posting');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(1), intent_id => 'pi_second')), 'PROCESSED suspended_and_refunded', 'a second intent goes back');
select is(pg_temp.suspended(1), 10000::bigint, 'whole');
select is((select e.state from escrow.escrow as e where e.id = pg_temp.escrow(1)), 'FUNDED', 'and moves nothing');

-- Wrong amounts
select is(pg_temp.told(support.payment_event(pg_temp.escrow(2), amount_cents => 9999)), 'PROCESSED suspended_and_refunded', 'a cent too little');
select is(pg_temp.suspended(2), 9999::bigint, 'goes back');
select is((select e.state from escrow.escrow as e where e.id = pg_temp.escrow(2)), 'PENDING', 'and funds nothing');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(3), amount_cents => 10001)), 'PROCESSED suspended_and_refunded', 'a cent too much too');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(4), currency => 'eur')), 'PROCESSED suspended_and_refunded', 'another currency too');
select is((select s.currency::text from settlement.settlement as s where s.escrow_id = pg_temp.escrow(4)), 'EUR', 'in that currency');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(5), amount_cents => 0)), 'IGNORED payment_malformed', 'nothing paid is no payment');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(5), currency => '$')), 'IGNORED payment_malformed', 'nor is it in no currency');
select is(pg_temp.told(replace(support.payment_event(pg_temp.escrow(5)), '"amount_received": 10000', '"amount_received": "10000"')), 'IGNORED payment_malformed', 'nor is an amount in words');
select is(pg_temp.told(replace(support.payment_event(pg_temp.escrow(5), intent_id => 'pi_half'), '"amount_received": 10000', '"amount_received": 10000.5')), 'IGNORED payment_malformed', 'nor half a cent');
select is((select count(*) from audit.finding as f where f.kind in ('suspended_and_refunded', 'payment_malformed')), 8::bigint, 'each is a finding');

-- Late: the task is over
select support.act('poster', format('select task.cancel(%L)', (select id from work where n = 6)));
select is(pg_temp.told(support.payment_event(pg_temp.escrow(6))), 'PROCESSED suspended_and_refunded', 'a late payment goes back');
select is((select e.state || ' ' || t.state from escrow.escrow as e join task.task as t on t.id = e.task_id where e.id = pg_temp.escrow(6)), 'REFUNDED CANCELLED', 'and re-opens nothing');

-- Cancellation
select support.act('poster', format('select escrow.create_intent(%L)', (select id from work where n = 7)));
update stripe.intent set state = 'READY', provider_intent_id = 'pi_own' where escrow_id = pg_temp.escrow(7);
select is(pg_temp.told(support.payment_event(pg_temp.escrow(7), 'payment_intent.canceled', intent_id => 'pi_other')), 'PROCESSED recorded', 'another intent''s cancellation is recorded');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(7), 'payment_intent.canceled', intent_id => 'pi_own')), 'PROCESSED voided', 'its own ends the task');
select is((select e.state || ' ' || t.state from escrow.escrow as e join task.task as t on t.id = e.task_id where e.id = pg_temp.escrow(7)), 'REFUNDED CANCELLED', 'both of them');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(7), intent_id => 'pi_own')), 'PROCESSED suspended_and_refunded', 'a payment out of order after that goes back');
select support.act('poster', format('select escrow.create_intent(%L)', (select id from work where n = 9)));
select is(pg_temp.told(support.payment_event(pg_temp.escrow(9), 'payment_intent.canceled', intent_id => 'pi_early')), 'PROCESSED voided', 'a cancellation that overtakes the answer that names the intent too');
select is((select i.state || ' ' || i.provider_intent_id from stripe.intent as i where i.escrow_id = pg_temp.escrow(9)), 'CANCELLED pi_early', 'and the intent has its name from it');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(10), 'payment_intent.canceled')), 'PROCESSED recorded', 'without an intent there is nothing to cancel');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(1), 'payment_intent.canceled')), 'PROCESSED recorded', 'after a payment a cancellation changes nothing');

-- What is not ours
select is(pg_temp.told(support.payment_event(pg_temp.escrow(8), livemode => true)), 'IGNORED wrong_livemode', 'the wrong mode');
select is(pg_temp.told(support.payment_event(pg_temp.escrow(8), 'customer.created')), 'IGNORED unknown_type', 'an unknown type');
create temporary table parked as
select event_id as id from stripe.ingest(support.payment_event(core.new_id(), amount_cents => 500, event_id => 'evt_lost'));
create temporary table parked_too as
select event_id as id from stripe.ingest(support.payment_event(core.new_id(), 'payment_intent.canceled', amount_cents => 500, event_id => 'evt_lost_too'));
select is((select r.state from parked as p, stripe.process(p.id) as r), 'PARKED', 'no known escrow is parked');
select is((select r.state from parked_too as p, stripe.process(p.id) as r), 'PARKED', 'its cancellation too');
select is((select r.state from parked as p, stripe.process(p.id) as r), 'PARKED', 'and tried again');
select support.set_clock(interval '25 hours');
select is((select r.state || ' ' || r.outcome from parked as p, stripe.process(p.id) as r), 'IGNORED payment_without_escrow', 'for a day');
select is((select r.state || ' ' || r.outcome from parked_too as p, stripe.process(p.id) as r), 'IGNORED payment_without_escrow', 'both');
select is((select count(*) from audit.finding as f where f.kind = 'payment_without_escrow'), 2::bigint, 'then it is a finding');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
