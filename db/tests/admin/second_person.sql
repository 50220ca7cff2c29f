-- ADM-16 S-A2 S-A9 HX506: an act that moves more money than one may move alone needs a second person, who asks nobody but a colleague; by every way around it.
begin;
select plan(37);
select support.admin(); select support.admin('second'); select support.admin('third');
create temporary table work as select l as label, support.task_in('DISPUTED', price_cents => case l when 'small' then 50000 else 50000 end) as id from unnest(array['small', 'large']) as l;
update core.setting set value = '50000' where name = 'two_person_cents';
create function pg_temp.contest(label text) returns uuid language sql stable as $f$ select d.id from dispute.dispute as d join pg_temp.work as w on w.id = d.task_id where w.label = $1 $f$;
create function pg_temp.resolve(label text) returns text language sql volatile as $f$ select format('select dispute.resolve(%L, ''CLIENT_WINS'', ''Not done'')', pg_temp.contest($1)) $f$;
create function pg_temp.asked() returns uuid language sql stable as $f$ select a.id from admin.approval as a order by a.id desc limit 1 $f$;
select is(support.act_as_admin(format('select (dispute.resolve(%L, ''CLIENT_WINS'', ''Not done'')).state', pg_temp.contest('small'))), 'RESOLVED', 'up to the limit one may act alone');
update core.setting set value = '49999' where name = 'two_person_cents';
select is(support.code_as_admin(pg_temp.resolve('large')), 'HX506', 'above it not');
select is((select d.state from dispute.dispute as d where d.id = pg_temp.contest('large')), 'OPEN', 'and nothing is done');
-- Asking
select is(support.code_as_admin(format('select admin.request_approval(null, %L, 50000, ''x'')', core.new_id())), 'HXA01', 'an act is due');
select is(support.code_as_admin(format('select admin.request_approval(''task.create'', %L, 50000, ''x'')', core.new_id())), 'HXA01', 'that there is');
select is(support.code_as_admin('select admin.request_approval(''dispute.resolve'', null, 50000, ''x'')'), 'HXA01', 'its subject');
select is(support.code_as_admin(format('select admin.request_approval(''dispute.resolve'', %L, 0, ''x'')', core.new_id())), 'HXA01', 'an amount');
select is(support.code_as_admin(format('select admin.request_approval(''dispute.resolve'', %L, 1, '' '')', core.new_id())), 'HXA01', 'and a reason');
select is(support.act_as_admin(format('select concat_ws('' '', a.action, a.amount_cents, a.approved_by is null) from admin.request_approval(''dispute.resolve'', %L, 50000, ''Photos are clear'') as a', pg_temp.contest('large'))), 'dispute.resolve 50000 t', 'an admin asks');
select is(support.act_as_admin(format('select a.id from admin.request_approval(''dispute.resolve'', %L, 50000, ''again'') as a', pg_temp.contest('large'))), pg_temp.asked()::text, 'a repeat answers the open one');
select is(support.act_as_admin('select count(*) from admin.get_approvals()'), '1', 'which waits');
select is(support.code_as_admin(pg_temp.resolve('large')), 'HX506', 'asking is not enough');
-- Approving
select is(support.code_as_admin(format('select admin.approve(%L, ''x'')', core.new_id()), 'second'), 'HXA02', 'what there is');
select is(support.code_as_admin(format('select admin.approve(%L, ''mine'')', pg_temp.asked())), 'HX503', 'nobody approves his own');
select throws_ok(format('select support.act(''poster'', %L)', format('select admin.approve(%L, ''x'')', pg_temp.asked())), '42501', null, 'no member approves');
select is(support.act_as_admin(format('select a.approved_by = %L from admin.approve(%L, ''Agreed'') as a', support.person('second'), pg_temp.asked()), 'second'), 'true', 'a colleague approves');
select is(support.act_as_admin(format('select a.approved_by = %L from admin.approve(%L, ''Agreed'') as a', support.person('second'), pg_temp.asked()), 'second'), 'true', 'a repeat answers what is there');
select is(support.code_as_admin(format('select admin.approve(%L, ''too'')', pg_temp.asked()), 'third'), 'HXA03', 'nobody else does it again');
-- Using
select is(support.code_as_admin(pg_temp.resolve('large'), 'second'), 'HX506', 'who approved does not act');
update core.setting set value = '1' where name = 'two_person_cents';
select is(support.code_as_admin(format('select escrow.hold(%L, ''REVIEW'', ''x'')', support.escrow_of(w.id))), 'done', 'what moves no money needs nobody') from work as w where w.label = 'large';

select is(support.act_as_admin(format('select (dispute.resolve(%L, ''CLIENT_WINS'', ''Not done'')).state', pg_temp.contest('large'))), 'RESOLVED', 'the other acts');
select is((select format('%s %s %s', a.amount_cents, a.currency, a.approval_id = pg_temp.asked()) from admin.action as a where a.action = 'dispute.resolve' and a.approval_id is not null), '50000 USD t', 'on record with amount and approval');
select isnt((select a.used_at from admin.approval as a where a.id = pg_temp.asked()), null, 'which is used');
select is(support.act_as_admin('select count(*) from admin.get_approvals()'), '0', 'and waits no more');
select is(support.act_as_admin(format('select string_agg(a.action, '' '' order by a.id) from unnest((admin.get_actions(subject_id => %L)).items) as a', pg_temp.asked())), 'admin.request_approval admin.approve', 'asking and approving are acts');
-- Ways around
create function pg_temp.act(amount text, approval text) returns text language sql as $f$
    select format('insert into admin.action (actor_id, role, action, subject, subject_id, reason, amount_cents, currency, approval_id) values (%L, ''hx_admin'', ''escrow.refund'', ''escrow'', %L, ''x'', %s, %s, %s)',
        support.person('admin'), '00000000-0000-7000-8000-00000000000a', amount, case when amount = 'null' then 'null' else '''USD''' end, approval)
$f$;
select is(support.code(pg_temp.act('null', 'null')), 'HX505', 'an act that moves money tells how much, the owner''s too');
select is(support.code(pg_temp.act('2', 'null')), 'HX506', 'nor is there one without approval');
select is(support.code(pg_temp.act('2', format('%L', pg_temp.asked()))), 'HX506', 'or with one that was used, of another act, on another subject');
select is(support.code(format('insert into admin.approval (action, subject_id, amount_cents, currency, reason, requested_by, expires_at, approved_by, approved_at) values (''escrow.refund'', %L, 1, ''USD'', ''x'', %L, core.now() + interval ''1 day'', %L, core.now())', core.new_id(), support.person('second'), support.person('second'))), 'HXA01', 'nobody approves his own, by constraint');
select is(support.code('update admin.approval set amount_cents = 100000'), 'HX505', 'what was asked for stays');
select is(support.code('update admin.approval set used_at = null'), 'HX505', 'and is not used again');
select is(support.code('delete from admin.approval'), 'HX505', 'nor deleted');
select is(support.code('truncate admin.approval cascade'), 'HX505', 'nor truncated');
select is(support.code('update core.setting set value = ''0'' where name = ''two_person_cents'''), 'HXA01', 'the limit is no lower than a cent');
-- Lapsed, too small
create temporary table more as select support.task_in('ACCEPTED') as id;
select * from (select support.act_as_admin(format('select admin.request_approval(''escrow.refund'', %L, 9999, ''x'')', support.escrow_of(m.id))) from more as m) as asked;
select * from (select support.act_as_admin(format('select admin.approve(%L, ''x'')', pg_temp.asked()), 'second')) as approved;
select is(support.code_as_admin(format('select escrow.refund(%L, ''x'')', support.escrow_of(m.id))), 'HX506', 'an approval of less is none') from more as m;
select * from (select support.act_as_admin(format('select admin.request_approval(''escrow.refund'', %L, 10000, ''x'')', support.escrow_of(m.id))) from more as m) as asked;
select support.set_clock('25 hours');
select is(support.code_as_admin(format('select admin.approve(%L, ''x'')', pg_temp.asked()), 'second'), 'HXA03', 'one that lapsed is not approved');
select is_empty('select v.invariant, v.violations from audit.prove() as v where v.violations > 0', 'the books are clean');
select * from finish();
rollback;
