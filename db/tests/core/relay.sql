-- EVT-028 EVT-029 QUE-01 QUE-11 QUE-18 S-Q3 W12: orders are announced by events, and a drain is deferred once for all of them.
begin;
select plan(13);
update core.relay_cursor set horizon = pg_snapshot_xmin(pg_current_snapshot());
select is(core.relay(), 0, 'nothing is announced');
-- What a committed transaction before the horizon left behind.
insert into core.event (aggregate, aggregate_id, version, event, to_state, at, transaction_id)
select 'event', core.new_id(), 1, 'created', 'RECEIVED', now(), (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text::xid8
  from generate_series(1, 3);
update core.relay_cursor set horizon = (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text::xid8;
select is(core.relay(), 1, 'three orders of a kind are one drain');
select is((select j.task_name || ' ' || j.queue_name || ' ' || j.status from procrastinate.procrastinate_jobs as j where j.queueing_lock = 'stripe_event'),
    'stripe:drain_events stripe todo', 'in the queue of its party');
select is(core.relay(), 0, 'read once');
update core.relay_cursor set horizon = (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text::xid8;
select is(core.relay(), 0, 'a drain that waits already is enough');
select is((select count(*) from procrastinate.procrastinate_jobs as j where j.queueing_lock = 'stripe_event'), 1::bigint, 'one');
update procrastinate.procrastinate_jobs set status = 'doing' where queueing_lock = 'stripe_event';
select is(core.sweep(), (select count(*)::integer from core.drain), 'one that runs already is followed by another: it may be past the last order');
insert into core.event (aggregate, aggregate_id, version, event, to_state, at)
values ('event', core.new_id(), 1, 'created', 'RECEIVED', now());
delete from procrastinate.procrastinate_jobs;
update core.relay_cursor set horizon = pg_snapshot_xmin(pg_current_snapshot());
select is(core.relay(), 0, 'what is not committed is not read');
select cmp_ok((select c.horizon from core.relay_cursor as c), '<=', pg_snapshot_xmin(pg_current_snapshot()), 'nor passed');
update core.relay_cursor set seen_at = clock_timestamp() - interval '11 seconds';
select is((core.health()).relay_is_alive, false, 'a relay that is silent is missed');
select core.relay();
select is((core.health()).relay_is_alive, true, 'and heard when it works');
select lives_ok($$select core.record_failure('stripe:drain_events', '7', '22012', 'division by zero', 'trace')$$, 'a failed job''s error is kept');
select is((select f.source || ' ' || f.name || ' ' || f.error from core.failure as f where f.request_id = '7'), 'job stripe:drain_events 22012', 'with its task');
select * from finish();
rollback;
