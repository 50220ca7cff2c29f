-- LIF-10 S14 QUE-04: task.history tells the whole story in order, to its parties and staff, and no id of Stripe's.
begin;
select plan(30);
insert into account.staff (account_id, role) values (support.person('admin'), 'hx_admin');
create temporary table work as select support.task_in('OPEN', 'ann') as id;
create function pg_temp.hist(name text) returns setof task.history_entry language plpgsql as $$ begin
    perform support.be($1);
    return query select h.* from task.history((select w.id from work as w)) as h;
end $$;
select support.person('gone'), support.person('bob'), support.person('stranger');
select support.act('gone', format('select task.accept(%L)', w.id)) from work as w;
select support.act('gone', format('select task.abandon(%L, ''I fell ill'')', w.id)) from work as w;
select support.act('bob', format('select task.accept(%L)', w.id)) from work as w;
select support.act('bob', format('select task.submit_proof(%L, ''Done'', support.photos())', w.id)) from work as w;
select support.act('ann', format('select proof.reject(%L, ''A leg is off'')', support.proof_of(w.id))) from work as w;
select support.be('admin');
select escrow.hold(support.escrow_of(w.id), 'FRAUD', 'A ring of three') from work as w;
select escrow.lift_hold(h.id, 'Cleared') from escrow.hold as h;
select support.set_clock(interval '3 days');
select task.process_due();
select support.set_clock(interval '4 days');
select task.process_due();
select support.be('admin');
select dispute.resolve((select d.id from dispute.dispute as d), 'HUSTLER_WINS', 'Well done');

select is((select string_agg(h.subject || ' ' || h.event, ', ' order by h.place) from pg_temp.hist('ann') as h),
    'task created, escrow created, intent created, intent succeeded, escrow funded, task accepted, task abandoned, task accepted, proof created, '
    || 'proof submitted, task proof_submitted, proof rejected, task proof_rejected, escrow locked, escrow unlocked, task overdue_warned, '
    || 'dispute created, task disputed, escrow locked, proof accepted, dispute resolved, task completed, escrow released, settlement created',
    'the whole story') from work as w;
select is((select array_agg(h.place) from pg_temp.hist('ann') as h), (select array_agg(n) from generate_series(1, 24) as n), 'in order, without a gap');
select is((select count(*) from pg_temp.hist('ann') as h join core.event as v on v.aggregate = h.subject and v.aggregate_id = h.subject_id and v.event = h.event
    and (v.at, v.from_state, v.to_state) is not distinct from (h.at, h.from_state, h.to_state) where h.event <> 'accepted' and h.event <> 'locked'), 19::bigint, 'as core.event has it');
select is((select h.reason from pg_temp.hist('ann') as h where h.event = 'funded'),
    'payment_intent.succeeded', 'Stripe''s act by its type');
select is((select count(*) from pg_temp.hist('admin') as h where h::text ~ 'evt_|pi_|du_'), 0::bigint, 'and never with an id of Stripe''s');
select is((select h.actor || ' ' || (h.actor_id = w.id) from pg_temp.hist('bob') as h, (select u.id from account.user as u where u.email = 'ann@example.test') as w
    where h.event = 'created' and h.subject = 'task'), 'poster true', 'the poster''s act');
select is((select h.reason from pg_temp.hist('bob') as h where h.event = 'proof_rejected'), 'A leg is off', 'with his reason');
select is((select h.reason || ' ' || (h.actor_id is not null) from pg_temp.hist('ann') as h where h.event = 'abandoned'), 'I fell ill true', 'the poster knows who was there before, and why he left');
select is((select h.actor || ' ' || coalesce(h.actor_id::text, '-') || ' ' || coalesce(h.reason, '-') from pg_temp.hist('bob') as h where h.event = 'abandoned'), 'worker - -', 'the next worker does not');
select is((select string_agg(h.actor || ' ' || coalesce(h.actor_id::text, '-') || ' ' || coalesce(h.reason, '-'), ', ') from pg_temp.hist(p.name) as h where h.event in ('locked', 'unlocked') and h.actor = 'staff'),
    'staff - -, staff - -', p.name || ' is told that staff held it, not who or why') from (values ('ann'), ('bob')) as p (name);
select is((select string_agg(h.actor || ' ' || h.reason, ', ' order by h.place) from pg_temp.hist('admin') as h where h.event in ('locked', 'unlocked') and h.actor_id is not null),
    'staff A ring of three, staff Cleared', 'staff is');
select is((select h.actor || ' ' || h.reason || ' ' || (h.due_at = t.deadline_at) || ' ' || (h.at > h.due_at) from pg_temp.hist('ann') as h, task.task as t, work as w
    where h.event = 'overdue_warned' and t.id = w.id), 'system OVERDUE true true', 'the clock''s act: when it was due, when it was done');
select is((select h.due_at from pg_temp.hist('ann') as h where h.event = 'disputed'), (select t.deadline_at + interval '24 hours' from task.task as t, work as w where t.id = w.id), 'each of them');
select is((select h.kind || ' ' || h.to_state from pg_temp.hist('bob') as h where h.subject = 'settlement'), 'transfer PENDING', 'what is paid out, by its kind');
select is((select h.kind from pg_temp.hist('bob') as h where h.subject = 'intent' and h.event = 'created'), 'escrow', 'what was paid');
select is((select count(*) from pg_temp.hist('admin')), 24::bigint, 'staff sees as much');
select is(support.code_as(p.name, format('select task.history(%L)', w.id)), 'HXA02', p.name || ' sees nothing')
  from work as w cross join (values ('stranger'), ('gone')) as p (name);
select is(support.code_as('ann', format('select task.history(%L)', core.new_id())), 'HXA02', 'the same answer as for none');
select is(support.code_as('nobody_yet', format('select task.history(%L)', w.id)), 'HX504', 'who has no account') from work as w;
select support.be_nobody();
select is(support.code(format('select task.history(%L)', w.id), 'hx_member'), 'HX501', 'who is nobody') from work as w;

-- A refund, and a payment too many.
create temporary table other as select support.task_in('OPEN', 'ann') as id;
select support.deliver(support.payment_event(support.escrow_of(o.id), intent_id => 'pi_second')) from other as o;
select support.act('ann', format('select task.cancel(%L, ''stripe is my name'')', o.id)) from other as o;
select support.be('ann');
select is((select string_agg(h.kind || ' ' || h.event, ', ' order by h.place) from task.history((select o.id from other as o)) as h where h.subject = 'settlement'),
    'refund created, refund created', 'both refunds');
select is((select h.reason from task.history((select o.id from other as o)) as h where h.event = 'cancelled' and h.subject = 'task'), 'stripe is my name', 'a person''s words stay as they are');
-- By index on every partition, whatever the statistics say.
create function pg_temp.plan_of(statement text) returns text language plpgsql as $$ declare line text; found text := ''; begin
    for line in execute 'explain ' || statement loop found := found || line || E'\n'; end loop; return found; end $$;
select is((select count(*) from pg_class as c where c.relispartition and c.relnamespace = 'core'::regnamespace and c.relkind = 'r'
    and not exists (select from pg_index as i where i.indrelid = c.oid and i.indkey::text like (
      select a.attnum || ' %' from pg_attribute as a where a.attrelid = c.oid and a.attname = 'aggregate_id'))), 0::bigint, 'every partition has the index');
set local enable_seqscan = off;
select alike(pg_temp.plan_of(format($$select from (values ('task', %L::uuid)) as s (name, id) join core.event as v on v.aggregate_id = s.id and v.aggregate = s.name$$, w.id)),
    '%aggregate_id = %', 'and it is used') from work as w;
select is((select provolatile::text from pg_proc where oid = 'task.history'::regproc), 's', 'it is a query');
select is((select count(*) from pg_temp.hist('ann') as h where h.at is null or h.subject is null or h.event is null or h.actor is null), 0::bigint, 'what is promised is there');
select is(current_setting('hx.reason'), '', 'no cause is left over');
select is(support.broken(), '', 'the books are whole');
select * from finish();
rollback;
