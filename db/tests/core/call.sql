-- IDM-01 IDM-03 IDM-04 IDM-05 IDM-08 RLM-05 RLM-07 RLM-11 SEC-03 SEC-12 SEC-18 SEC-19 S-I1 S-I4 S2 DBM-09 DBM-28: a request's one round trip.
begin;
select plan(60);
create function pg_temp.code(reply core.reply) returns text language sql as $$ select ($1.error).code $$;
create function pg_temp.field(reply core.reply) returns text language sql as $$ select ($1.error).field $$;
create temporary table made as select
    '{"title": "Move", "description": "A couch", "category": "moving", "price_cents": 5000,
      "address": "1201 2nd Ave", "latitude": 47.6, "longitude": -122.33}'::jsonb
    || jsonb_build_object('deadline_at', now() + interval '2 days') as args;
grant select on made to public;

-- Who may.
select is(pg_temp.code(support.call(null, 'task.list')), 'HX501', 'nobody is asked to sign in');
select is(pg_temp.code(support.call('ann', 'task.nothing')), 'HXA02', 'what is no procedure is not found');
select is(pg_temp.code(support.call('ann', 'core.make_partitions')), 'HXA02', 'what is not public neither');
select is(pg_temp.code(support.call('ann', 'task._lock')), 'HXA02', 'nor what is private');
select is(pg_temp.code(support.call('ann', 'stripe.process')), 'HXA02', 'nor what is for workers');
select is(pg_temp.code(support.call('ann', 'audit.prove')), 'HX503', 'what is for staff is not permitted');
select ok(pg_temp.code(support.call('ann', 'task.list')) in ('HX501', 'HX504'), 'an identity without account must register');
select is(pg_temp.code(support.call('ann', 'account.register')), 'HXA07', 'registering needs a key');
select is((support.call('ann', 'account.register', '{"full_name": "Ann Other", "birth_date": "1990-01-01",
    "accepted_terms_version": "1"}', 'join')).data::jsonb ->> 'email', 'ann@example.test', 'with one the account is there');
select is((support.call('ann', 'task.list')).status, 200, 'and may ask');
insert into account.staff (account_id, role) select u.id, 'hx_support' from account.user as u where u.email = 'ann@example.test';
select is((support.call('ann', 'audit.prove')).status, 200, 'support may call what is for support');
select is((support.call('ann', 'task.list')).status, 200, 'and what is for members');
select is(pg_temp.code(support.call('ann', 'ledger.take_snapshots')), 'HX503', 'but not what is for admins');
delete from account.staff;
select is(pg_temp.code(support.call('ann', 'audit.prove')), 'HX503', 'a role taken away is gone at the next call');
select support.person('bad');
update account.user set state = 'SUSPENDED' where email = 'bad@example.test';
select is(pg_temp.code(support.call('bad', 'task.list')), 'HX503', 'the suspended are cut off, reading too');
update account.user set state = 'BANNED' where email = 'bad@example.test';
select is(pg_temp.code(support.call('bad', 'account.get_profile')), 'HX503', 'and the banned');

-- What is answered.
create temporary table replies as select support.call('ann', 'task.create', (select m.args from made as m), 'k1') as reply;
select is((r.reply).status, 200, 'a task is created') from replies as r;
select is((r.reply).request_id, 'test-request', 'under the request''s id') from replies as r;
select is((r.reply).account_id, (select u.id from account.user as u where u.email = 'ann@example.test'), 'by the account') from replies as r;
select is((select v.request_id || ' ' || v.traceparent from core.event as v, replies as r
    where v.aggregate_id = ((r.reply).data::jsonb ->> 'id')::uuid and v.version = 1),
    'test-request 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'its id and trace stand on the event');
select is(current_setting('role'), 'none', 'the role is given back');

-- Errors: the effect is gone, what stood before the block is not; nothing of the inside is told.
select is(pg_temp.code(support.call('ann', 'task.create', (select m.args || '{"price_cents": 1}' from made as m))), 'HXA01', 'a price below the least is invalid');
select is(pg_temp.field(support.call('ann', 'task.create', (select m.args || '{"price_cents": 1}' from made as m))), 'price_cents', 'and named');
select is((r.e).message, 'The input is not valid.', 'a constraint''s own text stays inside')
  from (select (support.call('ann', 'task.create', (select m.args || '{"price_cents": 1}' from made as m))).error as e) as r;
select is((r.e).message, 'There is no such category.', 'what core.fail says is told')
  from (select (support.call('ann', 'task.create', (select m.args || '{"category": "none"}' from made as m))).error as e) as r;
select is(pg_temp.code(support.call('ann', 'task.accept', '{"task_id": "no uuid"}')), 'HXA01', 'what is no uuid is invalid');
create function task.planted() returns text language plpgsql security definer set search_path = '' as $$ begin return 1 / (1 - 1); end $$;
alter function task.planted() owner to hx_owner;
grant execute on function task.planted to hx_member;
select core.make_routes();
create temporary table broken as select support.call('ann', 'task.planted', '{}', 'broken') as reply;
select is(pg_temp.code(b.reply), 'HXA10', 'what nobody foresaw is unexpected') from broken as b;
select is(((b.reply).error).message, 'Something unexpected happened; it was recorded.', 'and says no more') from broken as b;
select is((select f.error || ' ' || f.message || ' ' || f.name from core.failure as f where f.request_id = 'test-request'),
    '22012 division by zero task.planted', 'it is kept with what happened');
select is((select count(*) from core.idempotency_record as r where r.key = 'broken'), 0::bigint, 'its key is free again');

-- Keys.
select is((support.call('ann', 'task.create', (select m.args from made as m), 'k1', request_id => 'later')).data,
    (select (r.reply).data from replies as r), 'the same key answers the same');
select ok((support.call('ann', 'task.create', (select m.args from made as m), 'k1')).is_replay, 'and says so');
select is((support.call('ann', 'task.create', (select m.args from made as m), 'k1', request_id => 'later')).request_id,
    'test-request', 'under its first id');
select is((select count(*) from task.task as t join account.user as u on u.id = t.poster_id where u.email = 'ann@example.test'), 1::bigint, 'without a second effect');
select is(pg_temp.code(support.call('ann', 'task.create', (select m.args || '{"title": "Other"}' from made as m), 'k1')), 'HXA05', 'another body under it is refused');
select is((support.call('ann', 'account.update_profile', '{"default_mode": "poster"}', 'k1')).status, 200, 'another procedure has keys of its own');
select support.person('bob');
select is((support.call('bob', 'task.create', (select m.args from made as m), 'k1')).is_replay, false, 'and another person');
select is(pg_temp.code(support.call('ann', 'task.create', (select m.args from made as m), 'a b')), 'HXA01', 'a key is visible ASCII');
select is(pg_temp.code(support.call('ann', 'task.create', (select m.args from made as m), '')), 'HXA01', 'and not empty');
select is(pg_temp.code(support.call('ann', 'task.cancel', '{}')), 'HXA07', 'money moves under a key alone');
select is((select r.expires_at - r.answered_at > interval '23 hours' and r.expires_at - r.answered_at < interval '25 hours'
    from core.idempotency_record as r where r.key = 'k1' and r.procedure = 'task.create' and r.actor = 'test:ann'), true, 'kept a day');
select support.call('ann', 'task.cancel', jsonb_build_object('task_id', (select (r.reply).data::jsonb ->> 'id' from replies as r)), 'k2');
select is((select r.expires_at - r.answered_at > interval '29 days' from core.idempotency_record as r where r.key = 'k2'), true, 'or a month where money moves');
update core.idempotency_record set expires_at = clock_timestamp() - interval '1 second' where key = 'k1' and procedure = 'task.create';
select is((support.call('ann', 'task.create', (select m.args || '{"title": "Other"}' from made as m), 'k1')).is_replay, false, 'an expired key is new');
select cmp_ok(core.purge(), '>=', 1, 'and is removed in time');

-- A poll: under its key the order is made once, and each repeat is told how far it is.
create temporary table polled as select support.task('ann') as id;
create function pg_temp.poll(task_id uuid default null, key text default 'p1') returns core.reply language sql as $$
    select support.call('ann', 'escrow.create_intent', jsonb_build_object('task_id', coalesce($1, (select p.id from pg_temp.polled as p))), $2)
$$;
select is(pg_temp.code(pg_temp.poll(key => null)), 'HXA07', 'a poll needs a key');
select is((pg_temp.poll()).data::jsonb ->> 'state', 'PREPARING', 'it is ordered');
select stripe.report_intents(jsonb_build_array(jsonb_build_object('intent_id', j.intent_id, 'fence', j.fence, 'outcome', 'made',
    'provider_intent_id', 'pi_polled', 'client_secret', 'pi_polled_secret'))) from stripe.take_intents('one') as j
 where j.task_id = (select p.id from polled as p);
select is((pg_temp.poll()).data::jsonb ->> 'client_secret', 'pi_polled_secret', 'the same key asks how far it is');
select is((pg_temp.poll()).is_replay, false, 'which is no replay');
select is(pg_temp.code(pg_temp.poll(core.new_id())), 'HXA05', 'another body under it is refused');
select is((select count(*) from stripe.intent as i where i.escrow_id = support.escrow_of((select p.id from polled as p))), 1::bigint, 'one is ordered');
select is((select count(*) from core.idempotency_record as r where r.key = 'p1'), 1::bigint, 'one answer is kept');
select is((select r.data::jsonb ->> 'state' from core.idempotency_record as r where r.key = 'p1'), 'READY', 'the newest');

-- Limits.
insert into core.rate_limit (operation, scope, allowed, period) values ('account.update_profile', 'account', 2, interval '1 hour'),
    ('account.update_profile', 'address', 3, interval '1 hour');
select is((select (l.allowed, l.period_seconds, l.remaining) from unnest((support.call('bob', 'account.update_profile', '{}')).limits) as l
    where l.scope = 'account'), row(2, 3600, 1), 'what remains is told');
select is(pg_temp.code(support.call('bob', 'account.update_profile', '{"default_mode": "none"}')), 'HXA01', 'a refused call counts as well');
select is(pg_temp.code(support.call('bob', 'account.update_profile', '{}')), 'HXA04', 'over the limit is refused');
select cmp_ok((((support.call('bob', 'account.update_profile', '{}')).error).details ->> 'retry_after')::integer, '>', 3500, 'and told when to come back');
select is((support.call('ann', 'account.update_profile', '{}', null, '198.51.100.1')).status, 200, 'another person is not');
select is(pg_temp.code(support.call('ann', 'account.update_profile', '{}', null, '192.0.2.1')), 'HXA04', 'but from the same address is');
update core.rate_counter set ends_at = clock_timestamp() where operation = 'account.update_profile';
select is((support.call('bob', 'account.update_profile', '{}')).status, 200, 'the next window begins anew');
select is((support.call('bob', 'task.list')).limits, null, 'a query is counted at the edge');
select * from finish();
rollback;
