-- ELI-09 QUE-04: a credential's clock tells 14, 7 and 1 days before that it will expire, each once, and expires it to the second.
begin;
select plan(27);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.told() returns text language sql stable as $f$
    select coalesce(string_agg(r.days_before::text, ' ' order by r.days_before desc), 'none') from verification.reminder as r $f$;
create temporary table made as select support.credential('ann', lasts => interval '100 days') as id;
create function pg_temp.due() returns interval language sql stable as $f$
    select k.expires_at - k.due_at from verification.credential as k, made as m where k.id = m.id $f$;
select is(pg_temp.due(), interval '14 days', 'the first reminder is 14 days before');
select support.set_clock(interval '86 days' - interval '1 second');
select is(verification.process_due(), 0, 'not a second before');
select support.set_clock(interval '86 days');
select is(verification.process_due(), 1, 'then it is due');
select is(verification.process_due(), 0, 'once');
select is(pg_temp.told() || ' ' || pg_temp.due(), '14 7 days', 'the next is 7 days before');
select support.set_clock(interval '93 days');
select is(verification.process_due(), 1, 'it is due');
select is(pg_temp.told() || ' ' || pg_temp.due(), '14 7 1 day', 'the last a day before');
select support.set_clock(interval '99 days');
select is(verification.process_due(), 1, 'it is due');
select is(pg_temp.told() || ' ' || pg_temp.due(), '14 7 1 00:00:00', 'then it expires');
select support.set_clock(interval '100 days' - interval '1 second');
select is(verification.process_due(), 0, 'not a second before');
select support.set_clock(interval '100 days');
select is(verification.process_due(), 1, 'on the second');
select is((select k.state || ' ' || (k.due_at is null) from verification.credential as k, made as m where k.id = m.id), 'EXPIRED true', 'and its clock is over');
select is((select v.reason || ' ' || (v.payload ->> 'due_at' is not null) from core.event as v, made as m where v.aggregate_id = m.id and v.to_state = 'EXPIRED'), 'EXPIRED true', 'the event tells why and when it was due');
select is((select count(*) from verification.verified_trade as v where v.account_id = pg_temp.who('ann')), 0::bigint, 'the trade is gone');
select is(support.code('update verification.reminder set days_before = 1'), 'HXA11', 'reminders are not changed');
select is(support.code('truncate verification.reminder'), 'HXA11', 'nor emptied');

-- A clock that was late tells the latest alone, and what is short is told what is left of it.
select support.set_clock(interval '0');
create temporary table short as select support.credential('bob', lasts => interval '5 days') as id;
select is((select k.expires_at - k.due_at from verification.credential as k, short as s where k.id = s.id), interval '1 day', 'a short one is told of its last day');
create temporary table late as select support.credential('carl', lasts => interval '20 days') as id;
select support.set_clock(interval '19 days 12 hours');
select is((select count(*) from audit._ready_clocks_are_on_time as r where r.subject ~ '^credential'), 2::bigint, 'what is late is said');
select is(verification.process_due(), 2, 'both are due');
select is((select string_agg(r.days_before::text, ' ') from verification.reminder as r, late as l where r.credential_id = l.id), '1', 'the late clock tells the latest alone');
select is((select k.state from verification.credential as k, short as s where k.id = s.id), 'EXPIRED', 'and expires what is over');
select is((select count(*) from verification.reminder as r, short as s where r.credential_id = s.id), 0::bigint, 'without telling that it will be');

-- The owner moves no clock by hand.
select is(support.code(format('update verification.credential set due_at = core.now() + interval ''1 year'' where id = %L', id)), 'done', 'what he writes') from late;
update verification.credential as k set due_at = core.now() + interval '1 year' from late as l where k.id = l.id;
select is((select k.expires_at - k.due_at from verification.credential as k, late as l where k.id = l.id), interval '0', 'the guard writes right');
select is((select count(*) from core.clock_failure), 0::bigint, 'nothing failed');
set constraints all immediate;
select is((select count(*) from audit._ready_clocks_are_on_time as r where r.subject ~ '^credential'), 0::bigint, 'nothing is late');
select support.set_clock(interval '0');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
