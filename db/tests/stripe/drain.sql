-- STR-10 QUE-04 QUE-06 IDM-12 W7 W8 D29 M8: due events take effect, a failing one is counted, kept, and stops no other.
begin;
select plan(14);
create temporary table work as select support.task('poster') as one, support.task('poster') as two;
select stripe.ingest(support.payment_event(support.escrow_of(w.one), event_id => 'evt_one')) from work as w;
select stripe.ingest(support.payment_event(support.escrow_of(w.two), event_id => 'evt_two')) from work as w;
-- The first came first, and can't be processed: a rule of the database refuses what it would do.
update stripe.event as e set due_at = e.due_at - interval '1 second' where e.provider_event_id = 'evt_one';
create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise exception 'planted' using errcode = '22012'; end $$;
create trigger aaa_planted before update on escrow.escrow for each row
    when (new.state = 'FUNDED') execute function pg_temp.refuse();
select is(stripe.drain(1), 1, 'one is taken');
select is((select e.state || ' ' || e.attempts || ' ' || e.last_error from stripe.event as e where e.provider_event_id = 'evt_one'),
    'RECEIVED 1 22012 planted', 'it failed: counted and kept');
select cmp_ok((select e.due_at from stripe.event as e where e.provider_event_id = 'evt_one'), '>', core.now(), 'to be tried later');
select is((select f.source || ' ' || f.name || ' ' || f.error from core.failure as f), 'order stripe.process 22012', 'its error is kept');
select is((select e.state from escrow.escrow as e, work as w where e.task_id = w.one), 'PENDING', 'nothing of it happened');
drop trigger aaa_planted on escrow.escrow;
select is(stripe.drain(), 1, 'the other is taken');
select is((select e.state from escrow.escrow as e, work as w where e.task_id = w.two), 'FUNDED', 'and takes effect');
select is(stripe.drain(), 0, 'none is due');
select support.set_clock(interval '1 minute');
select is(stripe.drain(), 1, 'the first is due again');
select is((select e.state || ' ' || e.outcome from stripe.event as e where e.provider_event_id = 'evt_one'), 'PROCESSED funded', 'and takes effect now');
select is((select e.state from escrow.escrow as e, work as w where e.task_id = w.one), 'FUNDED', 'its escrow too');
select is((select count(distinct v.request_id) from core.event as v where v.aggregate = 'escrow' and v.event = 'funded' and v.request_id ~ '^drain-'), 2::bigint,
    'each drain''s id stands on what it did');
select is((select max(v.actor_id::text) from core.event as v where v.aggregate = 'escrow' and v.event = 'funded'), null, 'nobody''s act');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
