-- ADM-15 ADM-02 QUE-12 W20 OBS-27: what staff reads: tasks, disputes, settlements, dead letters, people, acts, events, flows; and how a dead letter is closed.
begin;
select plan(59);
select support.admin(); select support.admin('second');
create temporary table work as select l as label, support.task_in(l) as id from unnest(array['OPEN', 'UNFUNDED', 'ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED', 'COMPLETED', 'CANCELLED']) as l;
create function pg_temp.id(label text) returns uuid language sql stable as $f$ select w.id from pg_temp.work as w where w.label = $1 $f$;
select support.be('admin');
-- Tasks
create function pg_temp.found(search text, states text[] default null) returns text language sql stable as $f$
    select coalesce(string_agg(w.label, ' ' order by w.label), 'none') from unnest((admin.search_tasks($1, $2, 100)).items) as i join pg_temp.work as w on w.id = i.id
$f$;
select is(pg_temp.found(null), 'ACCEPTED CANCELLED COMPLETED DISPUTED OPEN PROOF_SUBMITTED UNFUNDED', 'all of them');
select is(pg_temp.found('  COUCH '), 'ACCEPTED CANCELLED COMPLETED DISPUTED OPEN PROOF_SUBMITTED UNFUNDED', 'by a word of the title');
select is(pg_temp.found('piano'), 'none', 'that is in it');
select is(pg_temp.found('%'), 'none', 'taken as it is');
select is(pg_temp.found(null, '{OPEN,DISPUTED}'), 'DISPUTED OPEN UNFUNDED', 'by state');
select is(pg_temp.found(pg_temp.id('OPEN')::text), 'OPEN', 'by id');
select is(pg_temp.found(upper(support.escrow_of(pg_temp.id('OPEN'))::text)), 'OPEN', 'by the escrow''s');
select is(pg_temp.found((select d.id::text from dispute.dispute as d where d.task_id = pg_temp.id('DISPUTED'))), 'DISPUTED', 'by the dispute''s');
select is(pg_temp.found(support.settlement_of(pg_temp.id('COMPLETED'))::text), 'COMPLETED', 'by a settlement''s');
select is(pg_temp.found('pi_none'), 'none', 'by one at Stripe that is there');
select is(pg_temp.found('WORKER@example.test'), 'ACCEPTED COMPLETED DISPUTED PROOF_SUBMITTED', 'by a party''s e-mail');
select is(pg_temp.found('nobody@example.test'), 'none', 'of somebody there is');
select is(support.code('select admin.search_tasks(states => ''{GONE}'')', 'hx_support'), 'HXA01', 'states are those of the machine');
select is(support.code(format('select admin.search_tasks(%L)', repeat('x', 201)), 'hx_support'), 'HXA01', 'at most 200 characters');
select is((select array_length((p).items, 1) || ' ' || ((p).next_cursor = ((p).items)[2].id::text) from admin.search_tasks(page_size => 2) as p), '2 true', 'a page');
select is((with recursive pages (p, n) as (select admin.search_tasks(page_size => 3), 1 union all
    select admin.search_tasks(page_size => 3, page_cursor => (g.p).next_cursor), g.n + 1 from pages as g where (g.p).next_cursor is not null and g.n < 20)
    select count(*) from (select distinct i.id from pages as g, unnest((g.p).items) as i) as d), (select count(*) from task.task), 'page after page gives each once');
-- One task
select is((select concat_ws(' ', t.state, t.escrow_state, (t.poster).full_name is not null, cardinality(t.proofs), cardinality(t.settlements), cardinality(t.entries)) from admin.get_task(pg_temp.id('COMPLETED')) as t),
    'COMPLETED RELEASED t 1 1 5', 'a task with its proofs, movements and lines');
select is((select sum(e.amount_cents) from unnest((admin.get_task(pg_temp.id('COMPLETED'))).entries) as e), 0::numeric, 'which sum to zero');
select is((admin.get_task(pg_temp.id('DISPUTED'))).dispute_state, 'OPEN', 'its dispute');
select is(support.code(format('select admin.get_task(%L)', core.new_id()), 'hx_support'), 'HXA02', 'of one there is');
select is_empty($$select a.attname from pg_attribute as a where a.attrelid = 'admin.task_view'::regclass and a.attname in ('address', 'latitude', 'longitude', 'contact')$$, 'never its place');
-- Disputes
select is((select string_agg(d.state || ' ' || d.amount_cents, ', ') from unnest((admin.get_disputes()).items) as d), 'OPEN 10000', 'disputes');
select is((select count(*) from unnest((admin.get_disputes('{RESOLVED}')).items)), 0::bigint, 'by state');
select is(support.code('select admin.get_disputes(''{GONE}'')', 'hx_support'), 'HXA01', 'of the machine');
-- Settlements
select is((select string_agg(s.kind || ' ' || s.state, ', ' order by s.kind) from unnest((admin.get_settlements()).items) as s), 'refund PENDING, transfer PENDING', 'movements');
select is((select count(*) from unnest((admin.get_settlements('{FAILED}')).items)), 0::bigint, 'by state');
select is((select string_agg(s.kind, ' ') from unnest((admin.get_settlements(payee_id => support.person('poster'))).items) as s), 'refund', 'of a payee');
select support.act_as_admin(format('select settlement.hold(%L, ''odd'')', support.settlement_of(pg_temp.id('COMPLETED'))));
select is((select string_agg(s.kind, ' ') from unnest((admin.get_settlements(only_held => true)).items) as s), 'transfer', 'those that are held');
select is(support.code('select admin.get_settlements(''{GONE}'')', 'hx_support'), 'HXA01', 'of the machine');
-- Dead letters
select support.payout_account('payee');
select core._bury('connected_account', support.person('payee'), 5, 'refused'), core._bury('settlement', support.settlement_of(pg_temp.id('CANCELLED'), 'refund'), 5, 'unknown'),
    core._bury('intent', i.id, 5, 'refused') from stripe.intent as i limit 1;
select support.be('admin');
create function pg_temp.letter(kind text) returns uuid language sql stable as $f$ select d.id from core.dead_letter as d where d.kind = $1 order by d.id desc limit 1 $f$;
select cmp_ok((select count(*) from unnest((admin.get_dead_letters()).items)), '>=', 2::bigint, 'dead letters');
select is(support.code(format('select admin.close_dead_letter(%L, ''x'')', core.new_id()), 'hx_admin'), 'HXA02', 'one that is there');
select is(support.code(format('select admin.close_dead_letter(%L, '' '')', pg_temp.letter('connected_account')), 'hx_admin'), 'HXA01', 'is closed with a reason');
select is(support.code(format('select admin.close_dead_letter(%L, ''x'')', pg_temp.letter('settlement')), 'hx_admin'), 'HXA03', 'money that is not at its end is not forgotten');
select is(support.code(format('select admin.close_dead_letter(%L, ''x'', true)', pg_temp.letter('settlement')), 'hx_admin'), 'HXA03', 'nor sent again without a look');
select is((admin.close_dead_letter(pg_temp.letter('connected_account'), 'Once more', true)).closing, 'Once more', 'an account is asked for again');
select isnt((select c.due_at from stripe.connected_account as c where c.account_id = support.person('payee')), null, 'so it is due');
select support.be('admin');
select is((admin.close_dead_letter(pg_temp.letter('connected_account'), 'Again')).closing, 'Once more', 'a repeat answers what is there');
select is((select string_agg(a.details ->> 'try_again', ' ') from admin.action as a where a.action = 'admin.close_dead_letter'), 'true', 'and one act is on record');
select settlement._fail(support.settlement_of(pg_temp.id('CANCELLED'), 'refund'), 'absent', true);
select is((admin.close_dead_letter(pg_temp.letter('settlement'), 'Paid by cheque')).closing, 'Paid by cheque', 'what FAILED may be left');
select is((select count(*) from unnest((admin.get_dead_letters()).items) as d where d.kind in ('settlement', 'connected_account')), 0::bigint, 'closed ones are gone');
select is((select count(*) from unnest((admin.get_dead_letters(true)).items) as d where d.kind in ('settlement', 'connected_account')), 2::bigint, 'unless asked for');
-- People
create function pg_temp.people(search text) returns text language sql stable as $f$ select coalesce(string_agg(split_part(i.email, '@', 1), ' ' order by i.email), 'none') from unnest((admin.search_people($1, page_size => 100)).items) as i $f$;
select is(pg_temp.people('Worker@Example.test'), 'worker', 'people by e-mail');
select is(pg_temp.people(support.person('worker')::text), 'worker', 'by id');
select is(pg_temp.people('+12065550000'), 'none', 'by phone');
select is(pg_temp.people('petra'), 'poster', 'by name');
select is(support.code('select admin.search_people(states => ''{GONE}'')', 'hx_support'), 'HXA01', 'by state');
select support.be('admin');
select is((select concat_ws(' ', p.state, p.payable_cents, p.reserved_cents, p.debt_cents, p.completed_tasks, p.disputes, p.payout_status) from admin.get_person(support.person('worker')) as p), 'ACTIVE 8500 8500 0 1 1 NOT_STARTED', 'one person');
-- Acts and events
select support.be('admin');
select is((select string_agg(a.action || ' ' || a.reason, ', ') from unnest((admin.get_actions(subject_id => support.settlement_of(pg_temp.id('COMPLETED')))).items) as a), 'settlement.hold odd', 'acts on a thing');
select is((select count(*) from unnest((admin.get_actions(actor_id => support.person('second'))).items) as a), 0::bigint, 'acts of a person');
select support.be('admin');
select is((select count(*) from unnest((admin.get_actions(page_size => 1)).items)), 1::bigint, 'a page of them');
select is((select count(*) from unnest((admin.get_events(aggregate_id => pg_temp.id('OPEN'))).items)), 0::bigint, 'events of a transaction that is open are nobody''s yet');
select isnt((select count(*) from unnest((admin.get_events()).items)), 0::bigint, 'those that were committed are');
select is((with recursive pages (p, n) as (select admin.get_events('account', page_size => 1), 1 union all
    select admin.get_events('account', page_size => 1, page_cursor => (g.p).next_cursor), g.n + 1 from pages as g where (g.p).next_cursor is not null and g.n < 200)
    select count(*) from (select distinct i.id from pages as g, unnest((g.p).items) as i) as d),
    (select count(*) from core.event as v where v.aggregate = 'account' and v.transaction_id < pg_snapshot_xmin(pg_current_snapshot())), 'page after page each once');
select is(support.code('select admin.get_events(page_cursor => ''x'')', 'hx_support'), 'HXA01', 'a cursor is one of a page');
-- Flows
select is((select sum(f.journals) from ledger.get_flows(1) as f), (select count(*) from ledger.journal as j where j.recorded_at >= date_trunc('hour', now()))::numeric, 'what moved within the hour');
select is((select f.moved_cents from ledger.get_flows(1) as f where f.kind = 'release'), 10000::bigint, 'and how much');
select is((select count(*) from ledger.get_flows(1, 'EUR') as f), 0::bigint, 'by currency');
select is(support.code('select ledger.get_flows(0)', 'hx_support'), 'HXA01', 'hours from one on');
select is_empty('select v.invariant, v.violations from audit.prove() as v where v.violations > 0', 'the books are clean');
select * from finish();
rollback;
