-- LIF-09 LIF-19 DIS-12 D7: what is free, refused or contested by time, on both sides of its last moment, and
-- with a hold in between, during which nothing passes.
begin;
select plan(14);
select support.admin();
create temporary table work (label text, id uuid);
create function pg_temp.made(label text, state text, needs_proof boolean default true) returns void language sql as $f$
    insert into work values ($1, support.task_in($2, 'poster_' || $1, 'worker_' || $1, 10000, $3))
$f$;
create function pg_temp.does(who text, label text, call text) returns text language sql as $f$
    select support.act($1 || '_' || $2, format('select state from ' || $3, w.id)) from work as w where w.label = $2
$f$;
create function pg_temp.code(who text, label text, call text) returns text language sql as $f$
    select support.code_as($1 || '_' || $2, format('select state from ' || $3, w.id)) from work as w where w.label = $2
$f$;
create function pg_temp.cost(label text) returns bigint language sql volatile as $f$
    select e.worker_cents from work as w join escrow.escrow as e on e.task_id = w.id where w.label = $1
$f$;
create function pg_temp.ending(label text) returns text language sql stable as $f$
    select a.ending from work as w join task.assignment as a on a.task_id = w.id where w.label = $1
$f$;
create function pg_temp.held(label text, since interval, until interval) returns void language sql as $f$
    select support.set_clock($2);
    select support.act_as_admin(format('select id from escrow.hold(%L, ''REVIEW'', ''x'')', support.escrow_of(w.id))) from work as w where w.label = $1;
    select support.set_clock($3);
    select support.act_as_admin(format('select id from escrow.lift_hold(%L, ''x'')', h.id)) from escrow.hold as h
      join work as w on h.escrow_id = support.escrow_of(w.id) where w.label = $1;
    select support.set_clock(interval '0');
$f$;
select pg_temp.made(l, 'ACCEPTED') from unnest(array['free', 'late', 'begun', 'back', 'gone', 'held', 'stood']) as l;
select pg_temp.does('worker', 'begun', 'task.start(%L)');
select pg_temp.made('rejected', 'REJECTED'), pg_temp.made('asked', 'REJECTED', false);
select pg_temp.does('worker', 'asked', 'task.request_completion(%L)');
update task.task as t set deadline_at = core.now() + interval '6 days 12 hours' from work as w where w.id = t.id and w.label = 'rejected';
update task.task as t set deadline_at = core.now() + interval '20 days' from work as w where w.id = t.id and w.label = 'asked';

select pg_temp.held('held', interval '1 minute', interval '1 hour 1 minute');
select pg_temp.held('stood', interval '1 minute', interval '1 hour 1 minute');
select support.set_clock(interval '60 seconds');
select pg_temp.does('worker', 'back', 'task.abandon(%L)');
select is(pg_temp.ending('back'), 'withdrawn', 'given back within the minute: free');
select support.set_clock(interval '60 seconds 1 microsecond');
select pg_temp.does('worker', 'gone', 'task.abandon(%L)');
select is(pg_temp.ending('gone'), 'abandoned', 'and after it not');
select support.set_clock(interval '5 minutes');
select is(pg_temp.does('poster', 'free', 'task.cancel(%L)'), 'CANCELLED', 'cancelled at five minutes');
select is(pg_temp.cost('free'), 0::bigint, 'for free');
select support.set_clock(interval '5 minutes 1 microsecond');
select is(pg_temp.does('poster', 'late', 'task.cancel(%L)'), 'CANCELLED', 'and after them');
select is(pg_temp.cost('late'), 1000::bigint, 'for a tenth');
select support.set_clock(interval '1 hour 5 minutes');
select is(pg_temp.does('poster', 'held', 'task.cancel(%L)') || pg_temp.cost('held'), 'CANCELLED0', 'the free minutes stood still under a hold');
select support.set_clock(interval '1 hour 5 minutes 1 microsecond');
select is(pg_temp.does('poster', 'stood', 'task.cancel(%L)') || pg_temp.cost('stood'), 'CANCELLED1000', 'and no longer than it');
select support.set_clock(interval '23:59:59.999999');
select is(pg_temp.code('poster', 'begun', 'task.cancel(%L)'), 'HXA03', 'begun work is not cancelled for a day');
select support.set_clock(interval '24 hours');
select is(pg_temp.does('poster', 'begun', 'task.cancel(%L)') || pg_temp.cost('begun'), 'CANCELLED1000', 'and then is, with the compensation');

select support.set_clock(interval '7 days');
select is(pg_temp.code('worker', 'rejected', 'dispute.create(%L, ''OTHER'', ''x'')'), 'HXA03', 'a rejection is not contested after 7 days, though the deadline has just passed');
select is(pg_temp.does('worker', 'asked', 'dispute.create(%L, ''OTHER'', ''x'')'), 'OPEN', 'but work that is said to be done is');
select support.set_clock(interval '7 days 12 hours');
select is(pg_temp.does('worker', 'rejected', 'dispute.create(%L, ''OTHER'', ''x'')'), 'OPEN', 'a day after the deadline anybody of the two contests');
select support.set_clock(interval '0');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
