-- ESC-15 S-P13 W2: what Stripe told us is kept as it was told, of a size that can be kept, and taken by the domain's clock,
-- under nobody's name and for no cause but its own.
begin;
select plan(20);
create temporary table work as select support.task('poster') as id;
create temporary table heard as select event_id as id from stripe.ingest(support.payment_event(support.escrow_of((select id from work)), event_id => 'evt_told'));
create function pg_temp.change(what text) returns text language sql as $f$
    select support.code(format('update stripe.event set %s where id = (select h.id from heard as h)', $1), 'none')
$f$;
select is(pg_temp.change($$payload = jsonb_set(payload, '{data,object,amount_received}', '1')$$), 'HXA11', 'the payload stays while it waits');
select is(pg_temp.change($$body = '{}'$$), 'HXA11', 'and the body');
select is(pg_temp.change($$type = 'payment_intent.canceled'$$), 'HXA11', 'the type');
select is(pg_temp.change($$provider_event_id = 'evt_other'$$), 'HXA11', 'the id');
select is(pg_temp.change($$object_id = 'pi_other'$$), 'HXA11', 'the object');
select is(pg_temp.change('livemode = not livemode'), 'HXA11', 'the mode');
select is(pg_temp.change($$received_at = received_at - interval '1 day'$$), 'HXA11', 'and when it came');
select is(pg_temp.change('attempts = attempts + 1, last_error = ''x'''), 'done', 'attempts are counted');

create function pg_temp.code(id text, type text, object text) returns text language sql as $f$
    select support.code(format('select stripe.ingest(%L)', jsonb_build_object('id', $1, 'type', $2, 'data', jsonb_build_object('object', jsonb_build_object('id', $3)))), 'none')
$f$;
create function pg_temp.noise(size integer) returns text language sql volatile as $f$
    select left(string_agg(gen_random_uuid()::text, ''), $1) from generate_series(1, 1 + $1 / 36)
$f$;
select is(pg_temp.code(pg_temp.noise(20000), 'x', 'o'), 'HXA01', 'an id of 20 kB is none');
select is(pg_temp.code('evt_a', pg_temp.noise(20000), 'o'), 'HXA01', 'nor such a type');
select is(pg_temp.code('evt_b', 'x', pg_temp.noise(20000)), 'HXA01', 'nor such an object');
select is(pg_temp.code('', 'x', 'o'), 'HXA01', 'nor an empty id');
select is(pg_temp.code('evt_c', '', 'o'), 'HXA01', 'nor an empty type');
select is(pg_temp.code('evt_d', 'x', ''), 'HXA01', 'nor an empty object');
select throws_ok(format('select stripe.ingest(%L)', repeat('[', 100000)), 'HXA01', null, 'what is nested too deep is not read');
select throws_ok($$select stripe.ingest('{"id": "evt_e", "type": "x", "amount": 1e999999, "data": {"object": {"id": "o"}}}')$$, 'HXA01', null, 'nor a number beyond all numbers');

-- As a worker comes: without a context, with a cause of his own making, in a database whose clock was moved elsewhere.
select support.be_nobody();
insert into core.setting (name, value, comment) values ('test_clock_offset', '3 days', 'as another session set it');
select set_config('hx.reason', 'forged cause', true);
create temporary table late as select event_id as id from stripe.ingest(support.payment_event(support.escrow_of((select id from work)), event_id => 'evt_late'));
select is((select v.reason from core.event as v join late as l on l.id = v.aggregate_id), null, 'an event that is stored has no cause but itself');
select cmp_ok((select e.received_at from stripe.event as e join late as l on l.id = e.id), '>', now() + interval '2 days', 'and came by the domain''s clock');
select support.be_nobody();
select is((select r.outcome from late as l, stripe.process(l.id) as r), 'funded', 'so is it processed');
select cmp_ok((select e.funded_at from escrow.escrow as e where e.task_id = (select id from work)), '>', now() + interval '2 days', 'and funds by that clock');
select * from finish();
rollback;
