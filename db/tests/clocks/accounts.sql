-- TRU-10: a suspension for a time ends when it is over, one without end and a ban never.
begin;
select plan(9);
create temporary table people as select support.person('short') as short, support.person('long') as long,
    support.person('ever') as ever, support.person('banned') as banned;
update account.user as u set state = 'SUSPENDED', suspension_ends_at = core.now() + interval '7 days' from people as p where u.id = p.short;
update account.user as u set state = 'SUSPENDED', suspension_ends_at = core.now() + interval '30 days' from people as p where u.id = p.long;
update account.user as u set state = 'SUSPENDED' from people as p where u.id = p.ever;
update account.user as u set state = 'BANNED', suspension_ends_at = core.now() + interval '7 days' from people as p where u.id = p.banned;
select support.set_clock(interval '7 days' - interval '1 second');
select is(account.process_due(), 0, 'a second too early nobody is due');
select support.set_clock(interval '7 days' + interval '1 second');
select is(account.process_due(), 1, 'then one is');
select is(account.process_due(), 0, 'once');
select is((select u.state || ' ' || coalesce(u.suspension_ends_at::text, 'no end') from account.user as u, people as p where u.id = p.short), 'ACTIVE no end', 'he may act again');
select is((select v.reason || ' ' || (v.payload ->> 'due_at') || ' ' || coalesce(v.actor_id::text, 'nobody') from core.event as v, people as p
    where v.aggregate_id = p.short and v.event = 'reinstated'), 'SUSPENSION_ENDED ' || (to_jsonb(now() + interval '7 days') #>> '{}') || ' nobody', 'as it was due, by nobody');
select is((select string_agg(u.state, ' ' order by u.id) from account.user as u, people as p where u.id in (p.long, p.ever, p.banned)),
    'SUSPENDED SUSPENDED BANNED', 'the others stay as they are');
select support.set_clock(interval '60 days');
select is(account.process_due(), 1, 'late the long one ends as well');
select is((select string_agg(u.state, ' ' order by u.id) from account.user as u, people as p where u.id in (p.long, p.ever, p.banned)),
    'ACTIVE SUSPENDED BANNED', 'and no other');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
