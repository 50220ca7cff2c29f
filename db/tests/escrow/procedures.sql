-- ESC-02 ESC-08 ESC-17 ESC-25: escrow.create_intent, escrow.get_by_task_id and escrow.money_timeline.
begin;
select plan(24);
create temporary table work as
select s.state, support.task_in(s.state) as id
  from (values ('UNFUNDED'), ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('DISPUTED'), ('COMPLETED'), ('CANCELLED')) as s (state);
select support.person('stranger');
create function pg_temp.run(call text, state text) returns text language sql as $f$
    select format($1, w.id) from work as w where w.state = $2
$f$;
select is(support.code_as('stranger', pg_temp.run('select escrow.create_intent(%L)', 'UNFUNDED')), 'HXA02', 'a stranger pays for nothing');
select is(support.act('poster', pg_temp.run('select state from escrow.create_intent(%L)', 'UNFUNDED')), 'PREPARING', 'the order waits for Stripe');
select is(support.act('poster', pg_temp.run('select intent_id from escrow.create_intent(%L)', 'UNFUNDED')),
    support.act('poster', pg_temp.run('select intent_id from escrow.create_intent(%L)', 'UNFUNDED')), 'a repeat answers the same intent');
select is((select count(*) from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id join work as w on w.id = e.task_id
    where w.state = 'UNFUNDED'), 1::bigint, 'there is one');
select throws_ok($$insert into stripe.intent (purpose, escrow_id, amount_cents, currency)
    select i.purpose, i.escrow_id, i.amount_cents, i.currency from stripe.intent as i limit 1$$, '23505', null, 'for the owner too');
select is(support.act('poster', pg_temp.run('select state from escrow.create_intent(%L)', 'OPEN')), 'SUCCEEDED', 'a paid one says so');
select is(support.code_as('poster', pg_temp.run('select escrow.create_intent(%L)', 'COMPLETED')), 'HXA03', 'what ended is not paid');
select is(support.code_as('poster', pg_temp.run('select escrow.create_intent(%L)', 'CANCELLED')), 'HXA03', 'nor what was cancelled');
select is(support.code_as('worker', pg_temp.run('select escrow.create_intent(%L)', 'ACCEPTED')), 'HX503', 'the worker does not pay');

select is(support.act('poster', pg_temp.run('select amount_cents from escrow.get_by_task_id(%L)', 'OPEN')), '10000', 'the poster reads the escrow');
select is(support.act('worker', pg_temp.run('select state from escrow.get_by_task_id(%L)', 'COMPLETED')), 'RELEASED', 'and the worker');
select is(support.code_as('stranger', pg_temp.run('select escrow.get_by_task_id(%L)', 'OPEN')), 'HXA02', 'nobody else');
select is(support.code_as('worker', pg_temp.run('select escrow.get_by_task_id(%L)', 'OPEN')), 'HXA02', 'who has not taken it');
select is(support.code_as('poster', 'select escrow.get_by_task_id(gen_random_uuid())'), 'HXA02', 'none is none');

select results_eq($$select m.category, m.amount_cents from work as w
    join lateral (select support.be('worker')) as b on true
    join escrow.money_timeline() as m on m.task_id = w.id where w.state <> 'CANCELLED' order by m.category, w.state$$,
    $$values ('BLOCKED', 8500::bigint), ('COMING_SOON', 8500::bigint), ('COMING_SOON', 8500::bigint), ('TODAY', 8500::bigint)$$,
    'what the worker may expect');
select is(support.act('worker', 'select count(*) from escrow.money_timeline(page_size => 1)'), '1', 'by pages');
select is(support.code_as('worker', 'select escrow.money_timeline(page_size => 0)'), 'HXA01', 'of one and more');
select is(support.act('poster', 'select count(*) from escrow.money_timeline()'), '0', 'a poster earns nothing');
select is(support.code_as('nobody_yet', 'select escrow.money_timeline()'), 'HX504', 'nor who has no account');

-- Decided at the table, deferred to the commit.
select is(support.code(pg_temp.run('update escrow.escrow set state = ''LOCKED_DISPUTE'' where task_id = %L', 'UNFUNDED'), 'none'), 'HXA03', 'an unpaid escrow holds nothing to lock');
select is(support.code(pg_temp.run('update escrow.escrow set state = ''FUNDED'' where task_id = %L', 'UNFUNDED'), 'none'), 'HX007', 'nor is it funded without a journal');
select is(support.code(pg_temp.run('update escrow.escrow set state = ''FUNDED'', funded_at = core.now(), funding_event_id = core.new_id(), funding_journal_id = ledger._post(''adjustment'', core.new_id(), id, ''USD'', array[row(''fee'', null, -1)::ledger.leg, row(''stripe'', null, 1)::ledger.leg]) where task_id = %L', 'UNFUNDED'), 'none'), 'HX007', 'nor by one that is no funding');
select is(support.code(pg_temp.run('update escrow.escrow set state = ''REFUND_PARTIAL'', closed_at = core.now(), closing_journal_id = funding_journal_id where task_id = %L', 'ACCEPTED'), 'none'), 'HX005', 'a part needs both amounts');
select is(support.code(pg_temp.run('update escrow.escrow set state = ''REFUND_PARTIAL'', closed_at = core.now(), closing_journal_id = funding_journal_id, release_cents = 1, refund_cents = 1, worker_cents = 1, platform_cents = 0 where task_id = %L', 'ACCEPTED'), 'none'), 'HX006', 'which sum to the whole');
select * from finish();
rollback;
