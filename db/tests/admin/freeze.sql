-- ADM-09 HXA08 P29: a kind of money movement is frozen and thawed: none begins, what was sent ends, work and reads go on.
begin;
select plan(44);
select support.payout_account('worker');
create temporary table work as select l as label, support.task_in(case l when 'refund' then 'CANCELLED' else 'COMPLETED' end) as id from unnest(array['sent', 'taken', 'due', 'refund']) as l;
create function pg_temp.id(label text) returns uuid language sql volatile as $f$
    select support.settlement_of(w.id, case when $1 = 'refund' then 'refund' else 'transfer' end) from pg_temp.work as w where w.label = $1
$f$;
create function pg_temp.admin(call text) returns text language sql as $f$ select support.act_as_admin(format('select concat_ws('' '', scope, frozen_at is not null, frozen_by is not null, reason) from %s as f', $1)) $f$;
create function pg_temp.scopes() returns text language sql stable as $f$ select coalesce(string_agg(f.scope, ' ' order by f.scope), 'none') from core.freeze as f where f.frozen_at is not null $f$;
create function pg_temp.only(label text) returns void language sql as $f$
    update settlement.settlement as s set due_at = case when s.id = pg_temp.id($1) then core.now() else 'infinity' end where s.state = 'PENDING'
$f$;
-- Who and how
select throws_ok($$select support.act('worker', 'select admin.freeze(''TRANSFERS'', ''x'')')$$, '42501', null, 'it is no member''s');
select is(support.code_as_admin('select admin.freeze(''TRANSFERS'', '' '')'), 'HXA01', 'a reason is due');
select is(support.code_as_admin('select admin.freeze(null, ''x'')'), 'HXA01', 'and a scope');
select is(support.code_as_admin('select admin.freeze(''EVERYTHING'', ''x'')'), 'HXA01', 'that there is');
select is(support.code_as_admin('select admin.thaw(null, ''x'')'), 'HXA01', 'to thaw too');
select is(support.act_as_admin('select string_agg(f.scope || coalesce(f.reason, ''''), '' '') from admin.get_freezes() as f'), 'FUNDING REFUNDS REVERSALS TRANSFERS', 'four kinds there are');
-- Transfers
select pg_temp.only('sent'); select support.send();
select pg_temp.only('taken'); select settlement.take('slow');
select is(pg_temp.admin('admin.freeze(''TRANSFERS'', ''odd numbers'')'), 'TRANSFERS t t odd numbers', 'frozen');
select is(pg_temp.admin('admin.freeze(''TRANSFERS'', ''again'')'), 'TRANSFERS t t odd numbers', 'a repeat answers what is there');
select is((select string_agg(a.action || ' ' || a.reason, ', ') from admin.action as a), 'admin.freeze odd numbers', 'the act is on record');
select is((select string_agg(v.event || ' ' || (v.payload ->> 'scope'), ', ') from core.event as v where v.aggregate = 'freeze'), 'frozen TRANSFERS', 'and an event');
select is((select count(*) from settlement.submit(array[pg_temp.id('taken')], array[1::bigint])), 0::bigint, 'what was only taken is not sent');
select is((select concat_ws(' ', s.state, s.lease_owner) from settlement.settlement as s where s.id = pg_temp.id('taken')), 'PENDING', 'and waits again');
update settlement.settlement set due_at = core.now() where state = 'PENDING';
select is((select string_agg(j.kind, ' ') from settlement.take('one') as j), 'refund', 'other kinds are taken');
select is((select count(*) from settlement.submit(array[pg_temp.id('refund')], array[1::bigint])), 1::bigint, 'and sent');
select support.lapse(pg_temp.id('sent'));
select is((select string_agg(j.action, ' ') from settlement.take('one') as j), 'look_up', 'what was sent is looked up');
select is(support.report(pg_temp.id('sent'), 'done', 'tr_1'), 'SETTLED', 'and ends');
create temporary table more as select support.task_in('COMPLETED') as id;
select is((select t.state || ' ' || e.state from more as n join task.task as t on t.id = n.id join escrow.escrow as e on e.task_id = t.id), 'COMPLETED RELEASED', 'a release commits');
select is(support.act('worker', 'select string_agg(distinct status, '' '' order by status) from account.get_payouts()'), 'ON_ITS_WAY SENT', 'reads go on');
select is((select string_agg(r.item, ' ' order by r.item) from audit.readiness() as r where r.verdict = 'FAIL' and r.item = 'nothing_is_frozen'), 'nothing_is_frozen', 'readiness says so');
select is(support.send(), 0::bigint, 'none is taken');
select is((select c.state || ' ' || count(v.*) from core.circuit as c left join core.event as v on v.aggregate_id = c.id group by c.state), 'CLOSED 1', 'nor is the circuit asked for nothing');
select is(pg_temp.admin('admin.thaw(''TRANSFERS'', ''all right'')'), 'TRANSFERS f f', 'thawed');
select is(pg_temp.admin('admin.thaw(''TRANSFERS'', ''again'')'), 'TRANSFERS f f', 'a repeat answers what is there');
select is((select count(*) from admin.action as a where a.action = 'admin.thaw'), 1::bigint, 'the act is on record');
select is(support.send(), 3::bigint, 'what waited goes out');
-- Taken and lapsed while frozen
select support.task_in('COMPLETED'); select settlement.take('slow');
select support.act_as_admin('select admin.freeze(''TRANSFERS'', ''again'')');
update settlement.settlement set lease_ends_at = clock_timestamp() - interval '1 second' where state = 'LOCKED';
select is(support.send(), 0::bigint, 'what a dead worker had taken is not sent either');
select is((select count(*) from settlement.settlement as s where s.state = 'LOCKED'), 0::bigint, 'but falls back');
select support.act_as_admin('select admin.thaw(''TRANSFERS'', ''again'')');
select is(support.send(), 1::bigint, 'to go out when it may');
-- Refunds, reversals
select support.act_as_admin('select admin.freeze(''REFUNDS'', ''x'')'), support.act_as_admin('select admin.freeze(''REVERSALS'', ''x'')');
select support.task_in('CANCELLED');
select support.act_as_admin(format('select settlement.reverse(%L, 100, ''x'')', pg_temp.id('sent')));
select is(support.send(), 0::bigint, 'refunds and reversals alike');
select support.act_as_admin('select admin.thaw(''REFUNDS'', ''x'')');
select is(support.send(), 1::bigint, 'each by itself');
select support.act_as_admin('select admin.thaw(''REVERSALS'', ''x'')');
select is(support.send(), 1::bigint, 'each');
-- Funding
create temporary table unpaid as select n, support.task('poster') as id from generate_series(1, 3) as n;
select support.act('poster', format('select escrow.create_intent(%L)', u.id)) from unpaid as u where u.n < 3;
select j.action from stripe.take_intents('one', 1) as j;
select stripe.report_intents(jsonb_build_array(jsonb_build_object('intent_id', i.id, 'fence', 1, 'outcome', 'made', 'provider_intent_id', 'pi_x', 'client_secret', 's'))) from stripe.intent as i where i.fence = 1;
select support.act_as_admin('select admin.freeze(''FUNDING'', ''x'')');
select is(support.code_as('poster', format('select escrow.create_intent(%L)', u.id)), 'HXA08', 'no payment is ordered') from unpaid as u where u.n = 3;
select is((select count(*) from stripe.take_intents('one')), 0::bigint, 'none is made');
select support.act('poster', format('select task.cancel(%L)', e.task_id)) from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id where i.state = 'READY';
select is((select string_agg(j.action, ' ') from stripe.take_intents('one') as j), 'cancel', 'but cancelled');
select is(support.deliver(support.payment_event(i.escrow_id)), 'funded', 'what was paid is taken') from stripe.intent as i where i.state = 'PREPARING';
select support.act_as_admin('select admin.thaw(''FUNDING'', ''x'')');
select is(support.act('poster', format('select state from escrow.create_intent(%L)', u.id)), 'PREPARING', 'thawed, payments are ordered') from unpaid as u where u.n = 3;
select is((select count(*) from stripe.take_intents('one')), 1::bigint, 'and made');
-- Findings, by their kind
select audit._find('x', 'P1', 'settlement', core.new_id(), '{"kind": "refund"}'), audit._find('x', 'P0', 'settlement', core.new_id(), '{}');
select is(pg_temp.scopes(), 'none', 'what is less grave, or of no kind, freezes nothing');
select audit._find('x', 'P0', 'settlement', core.new_id(), format('{"kind": "%s"}', k)::jsonb) from unnest(array['refund', 'reversal', 'payment_intent', 'transfer']) as k;
select is(pg_temp.scopes(), 'FUNDING REFUNDS REVERSALS TRANSFERS', 'what is grave freezes its kind');
select is((select count(*) from core.freeze as f where f.frozen_by is null and f.reason like 'finding x %'), 4::bigint, 'saying which finding');
-- The rows
select is(support.code('delete from core.freeze'), 'HXA11', 'kinds stay');
select is(support.code('insert into core.freeze (scope) values (''HEARTS'')'), 'HXA01', 'and are these');
select is(support.code('update core.freeze set reason = null'), 'HXA01', 'a freeze has its reason');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
