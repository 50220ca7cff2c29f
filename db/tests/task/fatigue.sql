-- HX601: eight hours of work in the city's day, then half an hour of rest; overlaps count once, what was never started not at all.
begin;
select plan(22);
create function pg_temp.at(local_time interval, day integer default 1) returns timestamptz language sql as $f$
    select support.set_clock(((date_trunc('day', now() at time zone 'America/Los_Angeles') + make_interval(days => $2) + $1) at time zone 'America/Los_Angeles') - now())
$f$;
create function pg_temp.begin_work(name text) returns uuid language plpgsql as $f$
declare work uuid := support.task_in('ACCEPTED', 'poster', $1);
begin
    perform support.act($1, format('select task.start(%L)', work));
    return work;
end $f$;
create function pg_temp.end_work(name text, work uuid) returns void language plpgsql as $f$
begin
    perform support.be($1);
    perform task.submit_proof(work, 'done', support.photos());
end $f$;
create function pg_temp.takes(name text) returns text language sql as $f$
    select support.code_as($1, format('select task.accept(%L)', support.task_in('OPEN', 'poster')))
$f$;
select pg_temp.at('08:00');
create temporary table work as select n.name, pg_temp.begin_work(n.name) as id from (values ('long'), ('twice'), ('both'), ('idle')) as n (name);
insert into work values ('both_too', pg_temp.begin_work('both'));
select support.task_in('ACCEPTED', 'poster', 'never');
select pg_temp.at('12:00');
select pg_temp.end_work(w.name, w.id) from work as w where w.name = 'twice';
select is(pg_temp.takes('twice'), 'done', 'half a day is no reason to rest');
select pg_temp.at('15:59:59');
select is(pg_temp.takes('long'), 'done', 'a second before eight hours neither');
select pg_temp.at('16:00');
select is(pg_temp.takes('long'), 'HX601', 'eight hours are');
select is(pg_temp.takes('both'), 'HX601', 'two tasks at once are eight hours, not sixteen');
select is(pg_temp.takes('never'), 'done', 'what was not started counts nothing');
select is(pg_temp.takes('twice'), 'done', 'nor what ended at noon');
select pg_temp.end_work('long', w.id) from work as w where w.name = 'long';
select pg_temp.end_work('both', w.id) from work as w where w.name in ('both', 'both_too');
select pg_temp.at('16:29:59');
select is(pg_temp.takes('long'), 'HX601', 'half an hour long');
select throws_like(format('select support.act(''long'', %L)', format('select task.accept(%L)', support.task_in('OPEN', 'poster'))), '%1 minutes of rest are left%', 'and it says how long');
select pg_temp.at('16:30');
select is(pg_temp.takes('long'), 'done', 'then the count begins again');
insert into work values ('again', pg_temp.begin_work('long'));
select pg_temp.at('20:00');
select is(pg_temp.takes('long'), 'done', 'four hours later there is no rest due');
-- What was begun today is what counts of a task that ran over midnight.
select pg_temp.at('20:00');
insert into work values ('night', pg_temp.begin_work('night'));
select pg_temp.at('07:59', 2);
select is(pg_temp.takes('night'), 'done', 'twelve hours over midnight are not eight of today');
select pg_temp.at('08:00', 2);
select is(pg_temp.takes('night'), 'HX601', 'until they are');
-- Midnight begins another count and ends no rest.
select pg_temp.at('15:50', 5);
insert into work values ('late', pg_temp.begin_work('late'));
insert into work values ('later_yet', pg_temp.begin_work('later_yet'));
select pg_temp.at('23:50', 5);
select pg_temp.end_work('late', w.id) from work as w where w.name = 'late';
select pg_temp.at('00:19:59', 6);
select is(pg_temp.takes('late'), 'HX601', 'a rest that began before midnight is half an hour too');
select is(pg_temp.takes('later_yet'), 'HX601', 'and who has not stopped has not rested');
select pg_temp.at('00:20', 6);
select is(pg_temp.takes('late'), 'done', 'then it is over');
select pg_temp.end_work('later_yet', w.id) from work as w where w.name = 'later_yet';
select pg_temp.at('00:49', 6);
select is(pg_temp.takes('later_yet'), 'HX601', 'his begins with the end of the work');
select pg_temp.at('00:50', 6);
select is(pg_temp.takes('later_yet'), 'done', 'and the day''s count with midnight');
-- task.start asks too.
select support.task_in('ACCEPTED', 'poster', 'later') as id into temporary waiting;
select pg_temp.at('09:00', 3);
insert into work values ('later', pg_temp.begin_work('later'));
select pg_temp.at('17:00', 3);
select is(support.code_as('later', format('select task.start(%L)', w.id)), 'HX601', 'nothing else is begun') from waiting as w;
select is(support.code_as('later', format('select task.start(%L)', w.id)), 'done', 'a repeat of what runs answers') from work as w where w.name = 'later';
select is((select sum(upper(s) - lower(s)) from unnest(proof._active_spans((select u.id from account.user as u where u.email = 'both@example.test'), '-infinity')) as s), interval '8 hours', 'the spans are one');
select support.set_clock(interval '0');
select is(pg_temp.takes('idle'), 'done', 'another day another count');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
