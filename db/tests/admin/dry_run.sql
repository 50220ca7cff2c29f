-- ADM-03: a dry run tells what an act would do, by its own rules, and leaves nothing behind.
begin;
select plan(39);
select support.admin(); select support.admin('second');
insert into account.staff (account_id, role) values (support.person('helper'), 'hx_support');
create temporary table work as select support.task_in('PROOF_SUBMITTED') as id;
create function pg_temp.state() returns text language sql stable as $f$
    select concat_ws(' ', t.state, e.state, (select count(*) from ledger.journal), (select count(*) from settlement.settlement),
        (select count(*) from admin.action), (select count(*) from xp.entry), (select count(*) from core.event where aggregate <> 'account'))
      from pg_temp.work as w join task.task as t on t.id = w.id join escrow.escrow as e on e.task_id = t.id
$f$;
create temporary table before as select pg_temp.state() as state;
create temporary table told (n integer, r admin.rehearsal);
create function pg_temp.try(n integer, who text, procedure text, arguments text, as_whom text default null) returns void language plpgsql as $f$
declare answer admin.rehearsal;
begin
    perform support.be(who);
    answer := admin.dry_run(procedure, arguments::jsonb, (select u.id from account.user as u where u.email = as_whom || '@example.test'));
    insert into pg_temp.told values (n, answer);
end $f$;
create function pg_temp.told(n integer) returns admin.rehearsal language sql stable as $f$ select t.r from pg_temp.told as t where t.n = $1 $f$;

-- As the poster: the whole end of a task, with its deferred rules.
select pg_temp.try(1, 'admin', 'task.complete', format('{"task_id": "%s"}', w.id), 'poster') from work as w;
select is((pg_temp.told(1)).answer::jsonb ->> 'state', 'COMPLETED', 'it tells the answer');
select is((pg_temp.told(1)).error, null, 'and no error');
select is((select string_agg(format('%s %s %s', e.journal_kind, e.account_kind, e.amount_cents), ', ') from unnest((pg_temp.told(1)).entries) as e),
    'release escrow -10000, release payable 8500, release fee 1500', 'the entries of the ledger');
select is((select sum(e.amount_cents) from unnest((pg_temp.told(1)).entries) as e), 0::numeric, 'which balance');
select is((select string_agg(format('%s %s', o.kind, o.amount_cents), ', ') from unnest((pg_temp.told(1)).orders) as o), 'transfer 8500', 'the order to Stripe');
select ok((select string_agg(v.aggregate || ' ' || v.to_state, ', ') from unnest((pg_temp.told(1)).events) as v) ~ 'proof ACCEPTED.*task COMPLETED.*escrow RELEASED', 'the events in their order');
select is((select r.inserted from unnest((pg_temp.told(1)).rows) as r where r.table_name = 'settlement.settlement'), 1::bigint, 'the rows that would come');
select is((select r.updated from unnest((pg_temp.told(1)).rows) as r where r.table_name = 'task.task'), 1::bigint, 'and change');
select is((select string_agg(a.action || ' ' || a.reason, ', ') from admin.action as a), 'admin.dry_run Rehearses task.complete.', 'to act as another is on record');
delete from before; insert into before select pg_temp.state();
select is(pg_temp.state() ~ '^PROOF_SUBMITTED FUNDED', true, 'and nothing of it is there');
select is((core._context() ->> 'account_id')::uuid, (select u.id from account.user as u where u.email = 'admin@example.test'), 'who called is who called before');

-- As oneself
select pg_temp.try(2, 'admin', 'escrow.hold', format('{"escrow_id": "%s", "kind": "REVIEW", "reason": "odd"}', support.escrow_of(w.id))) from work as w;
select is((pg_temp.told(2)).answer::jsonb ->> 'kind', 'REVIEW', 'an act of one''s own');
select is((select r.inserted from unnest((pg_temp.told(2)).rows) as r where r.table_name = 'admin.action'), 1::bigint, 'with its record');
select is(pg_temp.state(), (select b.state from before as b), 'leaves nothing at all');
select pg_temp.try(3, 'admin', 'escrow.refund', format('{"escrow_id": "%s", "reason": "x"}', support.escrow_of(w.id))) from work as w;
select is(((pg_temp.told(3)).error).code, 'HXA03', 'what would be refused is told so');
select ok(((pg_temp.told(3)).error).message ~ 'dispute' and ((pg_temp.told(3)).error).hint ~ 'resolve', 'with message and hint');
select is((pg_temp.told(3)).answer, null, 'without answer');
select pg_temp.try(4, 'admin', 'escrow.hold', '{"escrow_id": "x", "kind": "REVIEW", "reason": "odd"}');
select is(((pg_temp.told(4)).error).code, 'HXA01', 'so is bad input');
select pg_temp.try(5, 'admin', 'escrow.hold', format('{"escrow_id": "%s", "kind": "REVIEW", "reason": " "}', support.escrow_of(w.id))) from work as w;
select is(((pg_temp.told(5)).error).code, 'HXA01', 'and a blank reason');
select is(pg_temp.state(), (select b.state from before as b), 'and nothing is left of these');
select pg_temp.try(6, 'helper', 'audit.readiness', '{}');
select isnt((pg_temp.told(6)).answer, null, 'support may rehearse what it may call');

-- As another nobody reads what is the other's
select support.payout_account('worker', false);
update stripe.connected_account as c set link_url = 'https://connect.example/his', link_ends_at = core.now() + interval '5 minutes' where c.account_id = support.person('worker');
select pg_temp.try(7, 'admin', 'account.set_up_payouts', '{}', 'worker');
select is((pg_temp.told(7)).answer, null, 'the link into his payout account stays his');
select is((pg_temp.told(7)).error, null, 'though nothing would refuse it');
select support.be('admin');
select is(support.code(format('select admin.dry_run(''account.get_payout_account'', ''{}'', %L)', u.id), 'hx_admin'), 'HX503', 'nor is it read by a query') from account.user as u where u.email = 'worker@example.test';
select is(support.code(format('select admin.dry_run(''task.get_by_id'', ''{}'', %L)', u.id), 'hx_admin'), 'HX503', 'nor where his work is') from account.user as u where u.email = 'worker@example.test';
select is((admin.dry_run('account.get_profile')).answer::jsonb ->> 'email', 'admin@example.test', 'one''s own is told');

-- Who may not
select throws_ok($$select support.act('worker', 'select admin.dry_run(''task.list'', ''{}'')')$$, '42501', null, 'no member rehearses');
select support.be('helper');
select is(support.code('select admin.dry_run(''escrow.hold'')', 'hx_support'), 'HX503', 'who may not call it may not rehearse it');
select is(support.code(format('select admin.dry_run(''task.complete'', ''{}'', %L)', u.id), 'hx_support'), 'HX503', 'support rehearses as nobody') from account.user as u where u.email = 'poster@example.test';
select support.be('admin');
select is(support.code(format('select admin.dry_run(''escrow.hold'', ''{}'', %L)', u.id), 'hx_admin'), 'HX503', 'nobody as a colleague') from account.user as u where u.email = 'second@example.test';
select is(support.code(format('select admin.dry_run(''escrow.hold'', ''{}'', %L)', u.id), 'hx_admin'), 'HX503', 'as oneself one does without') from account.user as u where u.email = 'admin@example.test';
select is(support.code(format('select admin.dry_run(''task.list'', ''{}'', %L)', core.new_id()), 'hx_admin'), 'HXA02', 'as somebody who is there');
select is(support.code('select admin.dry_run(''task.nothing'')', 'hx_admin'), 'HXA02', 'what there is');
select is(support.code('select admin.dry_run(''core.relay'')', 'hx_admin'), 'HXA02', 'and is of the public API');
select is(support.code('select admin.dry_run(''admin.dry_run'')', 'hx_admin'), 'HXA02', 'not itself');
select is(support.code('select admin.dry_run(''task.list'', ''[]'')', 'hx_admin'), 'HXA01', 'arguments are an object');
select is(support.code('select admin.dry_run(''task.list'', ''null'')', 'hx_admin'), 'HXA01', 'and nothing else');
update account.user as u set state = 'SUSPENDED' where u.email = 'poster@example.test';
select is(support.code(format('select admin.dry_run(''task.list'', ''{}'', %L)', u.id), 'hx_admin'), 'HX503', 'as nobody who is suspended') from account.user as u where u.email = 'poster@example.test';
select is_empty('select v.invariant, v.violations from audit.prove() as v where v.violations > 0', 'the books are clean');
select * from finish();
rollback;
