-- HX602: a break is always offered, costs nothing that it need not, and ends at once.
begin;
select plan(23);
select support.task_in('ACCEPTED', 'poster', 'busy') as id into temporary busy;
select support.person('idle'), support.person('worker');
create function pg_temp.state(name text) returns text language sql stable as $f$
    select u.state || case when u.paused_at is not null then ' since' else '' end from account.user as u where u.email = $1 || '@example.test'
$f$;
select is(support.code_as('busy', 'select account.pause()'), 'HXA03', 'not while work is under way');
select is(support.code_as('idle', 'select account.pause('' '')'), 'HXA01', 'a blank reason is none');
select is(support.act('idle', 'select state from account.pause(''a holiday'')'), 'PAUSED', 'a break begins at once');
select is(pg_temp.state('idle'), 'PAUSED since', 'with its time');
select is((select v.reason from core.event as v where v.event = 'paused'), 'a holiday', 'the reason stands on the event');
select is(support.act('idle', 'select state from account.pause()'), 'PAUSED', 'a repeat answers');
select is((select count(*) from core.event as v where v.event = 'paused'), 1::bigint, 'once');
select is(support.code_as('idle', format('select task.accept(%L)', support.task_in('OPEN', 'poster'))), 'HX602', 'nothing is taken');
select is(support.code_as('idle', 'select account.update_profile(full_name => ''Else'')'), 'HX602', 'nothing is changed');
select is(support.act('idle', 'select level from account.get_xp()'), '1', 'all is read');
select is(support.act('poster', 'select state from account.pause()'), 'PAUSED', 'a poster may leave work open');
select support.set_clock(interval '3 days');
select isnt(task.process_due(), 0, 'its clocks go on');
select support.set_clock(interval '0');
select is(support.act('idle', 'select state from account.resume()'), 'ACTIVE', 'it ends at once');
select is(pg_temp.state('idle'), 'ACTIVE', 'and leaves no time');
select is(support.act('idle', 'select state from account.resume()'), 'ACTIVE', 'a repeat answers');
select is(support.code_as('nobody_yet', 'select account.pause()'), 'HX504', 'who has no account has no pause');
select is(support.code_as('nobody_yet', 'select account.resume()'), 'HX504', 'nor an end of it');
update account.user set state = 'SUSPENDED' where email = 'worker@example.test';
select is(support.code_as('worker', 'select account.resume()'), 'HX503', 'a suspension is not resumed from');
select is(support.code_as('worker', 'select account.pause()'), 'HX503', 'nor paused');
-- The time follows the state, whoever writes.
update account.user set paused_at = core.now() where email = 'idle@example.test';
select is(pg_temp.state('idle'), 'ACTIVE', 'nobody writes the time');
update account.user set state = 'PAUSED', paused_at = null where email = 'idle@example.test';
select is(pg_temp.state('idle'), 'PAUSED since', 'or leaves it out');
update account.user set state = 'SUSPENDED' where email = 'idle@example.test';
select is(pg_temp.state('idle'), 'SUSPENDED', 'a suspension ends a pause');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
