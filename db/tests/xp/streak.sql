-- XPB-04 XPB-17 X16: days in a row in the city's zone, a single missed day forgiven, a break begins again at 1; daylight saving.
begin;
select plan(39);
-- The city's day of now, moved by so much.
create function pg_temp.at(local timestamp) returns timestamptz language sql as $f$
    select support.set_clock(($1 at time zone 'America/Los_Angeles') - now())
$f$;
create function pg_temp.streak(name text default 'worker') returns text language sql as $f$
    select support.act($1, 'select concat_ws('' '', streak_days, longest_streak, streak_multiplier) from account.get_xp()')
$f$;
create function pg_temp.done(name text default 'worker') returns text language plpgsql as $f$
declare work uuid := support.task_in('COMPLETED', worker => $1);
begin
    return (select x.streak_days || ' ' || x.streak_multiplier from xp.entry as x where x.task_id = work);
end $f$;
create temporary table day as select date_trunc('day', now() at time zone 'America/Los_Angeles') + interval '1 day' as one;
select pg_temp.at(d.one + time '10:00') from day as d;
select support.person('worker');
select is(pg_temp.streak(), '0 0 1.00', 'nobody begins with one');
select support.task_in('COMPLETED');
select is((select concat_ws(' ', x.streak_days, x.streak_multiplier, x.day - (d.one)::date) from xp.entry as x cross join day as d), '0 1.00 0', 'the first day counts for the next');
select is(pg_temp.streak(), '1 1 1.00', 'one day in a row');
select support.task_in('COMPLETED');
select is((select concat_ws(' ', x.streak_days, x.streak_multiplier) from xp.entry as x order by x.id desc limit 1), '0 1.00', 'another of the day is multiplied alike');
select is(pg_temp.streak(), '1 1 1.00', 'and is no step');
select pg_temp.at(d.one + time '23:59:59') from day as d;
select support.task_in('COMPLETED');
select is(pg_temp.streak(), '1 1 1.00', 'a second before midnight it is the same day');
select pg_temp.at(d.one + interval '1 day') from day as d;
select is(pg_temp.streak(), '1 1 1.05', 'at midnight the next begins');
select support.task_in('COMPLETED');
select is((select concat_ws(' ', x.streak_days, x.streak_multiplier) from xp.entry as x order by x.id desc limit 1), '1 1.05', 'multiplied by the day before');
select is(pg_temp.streak(), '2 2 1.05', 'two days in a row');
-- One missed day is forgiven, two are not.
select pg_temp.at(d.one + interval '3 days 12 hours') from day as d;
select is(pg_temp.streak(), '2 2 1.10', 'a missed day is forgiven');
select support.task_in('COMPLETED');
select is(pg_temp.streak(), '3 3 1.10', 'and the row goes on');
select pg_temp.at(d.one + interval '5 days 23 hours') from day as d;
select is(pg_temp.streak(), '3 3 1.15', 'until the end of the day after');
select pg_temp.at(d.one + interval '6 days') from day as d;
select is(pg_temp.streak(), '0 3 1.00', 'then it counts no more');
select support.task_in('COMPLETED');
select is(pg_temp.streak(), '1 3 1.00', 'a break begins again at 1; the longest stays');
-- Daylight saving: the days of the city, 23 and 25 hours long.
select pg_temp.at(timestamp '2027-03-13 23:30');
select support.person('spring'), support.task_in('COMPLETED', 'p', 'spring');
select pg_temp.at(timestamp '2027-03-14 00:30');
select support.task_in('COMPLETED', 'p', 'spring');
select pg_temp.at(timestamp '2027-03-15 00:15');
select support.task_in('COMPLETED', 'p', 'spring');
select is(pg_temp.streak('spring'), '3 3 1.10', 'three days of spring in 24 hours and 45 minutes');
select pg_temp.at(timestamp '2027-11-06 23:30');
select support.person('autumn'), support.task_in('COMPLETED', 'q', 'autumn');
select pg_temp.at(timestamp '2027-11-07 00:30');
select support.task_in('COMPLETED', 'q', 'autumn');
select support.set_clock((timestamp '2027-11-08 07:30' at time zone 'UTC') - now());
select support.task_in('COMPLETED', 'q', 'autumn');
select is(pg_temp.streak('autumn'), '2 2 1.05', 'and two of autumn in 31: half past eleven at night comes after an hour that came twice');
-- The cap.
select is(xp.streak_multiplier(20), 2.00, 'twenty days double');
select is(xp.streak_multiplier(21), 2.00, 'and no more');
-- Split below half gives no day, half and more does.
select support.set_clock(interval '0');
select support.admin();
create temporary table contest as select n.label, support.task_in('DISPUTED', 'r', n.label) as id from (values ('most'), ('least')) as n (label);
select support.act_as_admin(format('select dispute.resolve(%L, ''SPLIT'', ''so'', %s)', d.id, case c.label when 'most' then 50 else 49 end)) from contest as c join dispute.dispute as d on d.task_id = c.id;
select is(pg_temp.streak('most'), '1 1 1.00', 'a split of half is a day of work');
select is(pg_temp.streak('least'), '0 0 1.00', 'less is none');
-- Nobody writes it.
select is(support.code(format('update xp.progress set %s where streak_days > 0', s)), 'HX102', s || ' is refused') from unnest(array['streak_days = 5, longest_streak = 9', 'streak_last_day = streak_last_day + 1', 'longest_streak = 100', 'completed_tasks = 100']) as s;
select is(support.code('insert into xp.progress (account_id, streak_days, longest_streak, streak_last_day) select u.id, 3, 3, now()::date from account.user as u limit 1'), 'HX102', 'nor is anybody born with one');
-- Pauses.
create function pg_temp.pause(days integer) returns text language plpgsql as $f$
declare person uuid;
begin
    person := support.person('paused_' || days);
    perform support.set_clock(interval '0');
    perform support.task_in('COMPLETED', 'p' || days, 'paused_' || days);
    perform support.set_clock(interval '1 day');
    perform support.task_in('COMPLETED', 'p' || days, 'paused_' || days);
    update account.user as u set state = 'PAUSED', paused_at = core.now() where u.id = person;
    perform support.set_clock(make_interval(days => 1 + days));
    update account.user as u set state = 'ACTIVE', paused_at = null where u.id = person;
    return pg_temp.streak('paused_' || days);
end $f$;
select is(pg_temp.pause(14), '2 2 1.10', 'fourteen days of pause keep the row, which multiplies the next day');
select is(pg_temp.pause(15), '1 2 1.05', 'fifteen begin it again');
select is(pg_temp.pause(91), '1 2 1.05', 'and ninety-one');
select support.set_clock(interval '0');
-- What a pause crosses is days of the calendar, be it an hour long or a day and a minute.
create function pg_temp.break(name text, pauses timestamp, resumes timestamp) returns text language plpgsql as $f$
begin
    for n in 1 .. 5 loop
        perform pg_temp.at(timestamp '2027-06-01 10:00' + make_interval(days => n - 1));
        perform support.task_in('COMPLETED', 'breaks', $1);
    end loop;
    perform pg_temp.at($2);
    perform support.act($1, 'select account.pause()');
    perform pg_temp.at($3);
    perform support.act($1, 'select account.resume()');
    return pg_temp.streak($1);
end $f$;
select is(pg_temp.break('overnight', '2027-06-05 11:00', '2027-06-06 11:01'), '5 5 1.25', 'after a night the row is that of yesterday');
select is(pg_temp.done('overnight'), '5 1.25', 'and the day a new one');
select is(pg_temp.streak('overnight'), '6 6 1.25', 'which is a step');
select is(pg_temp.break('grace', '2027-06-07 00:01', '2027-06-08 00:00:30'), '5 5 1.25', 'a pause that takes the whole last day breaks nothing');
select is(pg_temp.break('hour', '2027-06-05 11:00', '2027-06-05 12:00'), '5 5 1.20', 'an hour of the same day changes nothing');
select is(pg_temp.break('broken', '2027-06-09 11:00', '2027-06-10 12:00'), '0 5 1.00', 'what was broken before stays so');
select support.task_in('COMPLETED', 'long', 'long_day') from support.set_clock(timestamptz '2027-11-07 00:05-07' - now());
select support.act('long_day', 'select account.pause()') from support.set_clock(timestamptz '2027-11-07 00:10-07' - now());
select support.act('long_day', 'select account.resume()') from support.set_clock(timestamptz '2027-11-07 23:50-08' - now());
select pg_temp.at(timestamp '2027-11-08 10:00');
select is(pg_temp.done('long_day'), '1 1.05', 'more than 24 hours of the day that has 25 are no day');
select is(pg_temp.streak('long_day'), '2 2 1.05', 'and the next is a step');
select support.set_clock(interval '0');
-- The rest of the ledger follows.
select is((select count(*) from xp.entry as x where x.streak_multiplier <> xp.streak_multiplier(x.streak_days)), 0::bigint, 'each multiplier is that of its days');
select is((select count(*) from xp.progress as p where p.completed_tasks <> (select count(*) from xp.entry as x where x.account_id = p.account_id)), 0::bigint, 'each count that of its awards');
select is((select string_agg(v.invariant, ' ') from audit.prove() as v where v.violations > 0), null, 'audit.prove() is clean');
select * from finish();
rollback;
