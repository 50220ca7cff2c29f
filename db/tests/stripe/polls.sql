-- STR-10: how far Stripe's list of events was read is kept, and only goes on; what no webhook brought is found.
begin;
select plan(10);
select is(stripe.begin_poll('events'), now() - interval '1 day', 'at first a day back');
select stripe.end_poll('events', timestamptz '2026-01-02 00:00Z');
select is(stripe.begin_poll('events'), timestamptz '2026-01-01 23:55Z', 'then five minutes before where it ended');
select stripe.end_poll('events', timestamptz '2026-01-01 00:00Z');
select is(stripe.begin_poll('events'), timestamptz '2026-01-01 23:55Z', 'it goes on only');
select stripe.end_poll('events', timestamptz '2026-01-03 00:00Z');
select is(stripe.begin_poll('events'), timestamptz '2026-01-02 23:55Z', 'and on');
select is(stripe.begin_poll('others'), now() - interval '1 day', 'each list by itself');
select ok((select p.polled_at >= now() from stripe.poll as p), 'when it was read is kept, by the real clock');
select is(support.deliver(jsonb_build_object('id', 'evt_known', 'type', 'x.y', 'livemode', false, 'data', jsonb_build_object('object', jsonb_build_object('id', 'x_1')))::text), 'unknown_type', 'one came by its webhook');
select results_eq($$select stripe.unknown_events(array['evt_b', 'evt_known', 'evt_a'])$$, $$values ('evt_b'), ('evt_a')$$, 'the others are to be stored, in their order');
select is(support.code('delete from stripe.poll'), 'HXA11', 'it is never deleted');
select is(support.code('truncate stripe.poll'), 'HXA11', 'nor emptied');
select * from finish();
rollback;
