-- LIF-05 LIF-24 ESC-11 ESC-24: task.accept gives funded work to one eligible hustler.
begin;
select plan(29);
create temporary table work as
select support.task_in('OPEN') as open_id, support.task_in('UNFUNDED') as unfunded_id,
       support.task_in('ACCEPTED') as accepted_id;
select support.person('hustler');
update escrow.escrow set state = 'LOCKED_DISPUTE' where task_id = (select open_id from work);
create function pg_temp.accept(id uuid) returns text language sql as $f$
    select format('select state from task.accept(%L)', $1)
$f$;
select is(support.code_as('hustler', pg_temp.accept((select unfunded_id from work))), 'HX203', 'not before it is paid');
select is(support.code_as('hustler', pg_temp.accept((select open_id from work))), 'HX202', 'nor while the payment is held');
-- The table's owner takes work, or parts it from its assignment, by raw SQL: refused at once or at commit.
create function pg_temp.take(id uuid) returns text language sql as $f$
    select format('insert into task.assignment (task_id, worker_id, accepted_at)
        select %1$L, u.id, core.now() from account.user as u where u.email = ''hustler@example.test'';
        update task.task set state = ''ACCEPTED'', accepted_at = core.now(), worker_id = (select u.id
            from account.user as u where u.email = ''hustler@example.test'') where id = %1$L;', $1)
$f$;
create function pg_temp.leave(id uuid) returns text language sql as $f$
    select format('update task.assignment set ended_at = core.now(), ending = ''abandoned'' where task_id = %L;', $1)
$f$;
select is(support.code(pg_temp.take((select unfunded_id from work))), 'HX203', 'nor by the owner before it is paid');
select is(support.code(pg_temp.take((select open_id from work))), 'HX202', 'nor while the payment is held');
update escrow.escrow set state = 'FUNDED' where task_id = (select open_id from work);
select is(support.code(pg_temp.take((select open_id from work))), 'done', 'then it is');
select is(support.code(pg_temp.take((select open_id from work)) || pg_temp.leave((select open_id from work))), 'HXA03',
    'not with an assignment that ended');
select is(support.code(pg_temp.leave((select accepted_id from work))), 'HXA03', 'an assignment does not end alone');
select is(support.code(format('update task.task set state = ''CANCELLED'', cancelled_at = core.now() where id = %L',
    (select accepted_id from work))), 'HXA03', 'nor does the work');
select is(support.code(format('update task.task set state = ''OPEN'', worker_id = null, accepted_at = null where id = %L',
    (select accepted_id from work))), 'HXA03', 'nor is it open again with its worker');
select is(support.code(pg_temp.leave((select accepted_id from work)) || format('update task.task set state = ''CANCELLED'',
    cancelled_at = core.now() where id = %L', (select accepted_id from work))), 'done', 'both end together');
select is(support.code(format('insert into task.assignment (task_id, worker_id, accepted_at) select %L, u.id, core.now()
    from account.user as u where u.email = ''hustler@example.test''', (select open_id from work))), 'HXA03',
    'an open task has no open assignment');
select is((select v.violations from audit.prove() as v where v.invariant = 'work_is_funded'), 0::bigint, 'all of it is proved');
select is(support.code_as('poster', pg_temp.accept((select open_id from work))), 'HX503', 'not by its poster');
select is(support.code_as('hustler', pg_temp.accept((select accepted_id from work))), 'HXA03', 'not what another has');
select is(support.code_as('worker', pg_temp.accept((select accepted_id from work))), 'HXA03', 'not twice');
select is(support.code_as('hustler', pg_temp.accept(core.new_id())), 'HXA02', 'not what is not there');
select is(support.code_as('hustler', 'select task.accept(null)'), 'HXA02', 'nor nothing');
select is(support.code_as('nobody_yet', pg_temp.accept((select open_id from work))), 'HX504', 'not by who has no account');
update account.user set state = 'PAUSED' where email = 'hustler@example.test';
select is(support.code_as('hustler', pg_temp.accept((select open_id from work))), 'HX602', 'not by a paused account');
update account.user set state = 'BANNED' where email = 'hustler@example.test';
select is(support.code_as('hustler', pg_temp.accept((select open_id from work))), 'HX503', 'nor a banned one');
update account.user set state = 'ACTIVE' where email = 'hustler@example.test';
update account.user set location_state = 'OR' where email = 'hustler@example.test';
select is(support.code_as('hustler', pg_temp.accept((select open_id from work))), 'HX609', 'not from another state');
update account.user set location_state = 'WA' where email = 'hustler@example.test';
select is(eligibility.check((select u.id from account.user as u where u.email = 'hustler@example.test'),
    (select open_id from work)), true, 'eligibility.check says yes');
select is(support.act('hustler', pg_temp.accept((select open_id from work))), 'ACCEPTED', 'a funded task is taken');
select results_eq($$select a.worker_id, a.ended_at is null from task.assignment as a join work as w
    on w.open_id = a.task_id$$, $$select u.id, true from account.user as u
    where u.email = 'hustler@example.test'$$, 'with one open assignment');
select throws_ok(format($$insert into task.assignment (task_id, worker_id, accepted_at)
    select %L, u.id, core.now() from account.user as u
     where u.email in ('worker@example.test', 'hustler@example.test')$$, support.task('poster')),
    '23505', null, 'and never a second, for the owner too');
select throws_ok($$update task.task set worker_id = (select u.id from account.user as u
    where u.email = 'worker@example.test') where id = (select open_id from work)$$, 'HXA03', null,
    'the worker is the assigned one');
-- Medium risk is closed to tier 1, and a trade to everybody until credentials exist.
create temporary table skilled as select support.task('poster', category => 'plumbing') as id;
select support.deliver(support.payment_event(support.escrow_of((select id from skilled))));
select is(support.code_as('worker', pg_temp.accept((select id from skilled))), 'HX609', 'a trade that is not proved');
create temporary table late as select support.task_in('OPEN') as id;
select support.set_clock(interval '3 days');
select is(support.code_as('worker', pg_temp.accept((select id from late))), 'HXA03', 'not past its deadline');
select support.set_clock(interval '0');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
