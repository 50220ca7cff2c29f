-- LIF-09 LIF-19 XPB-13 ESC-16 TST-21: task.cancel before acceptance refunds or voids, and gives no XP.
begin;
select plan(17);
create temporary table work as
select s.state, support.task_in(s.state) as id
  from (values ('UNFUNDED'), ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('COMPLETED')) as s (state);
select support.person('stranger');
create function pg_temp.cancel(state text, reason text default 'null') returns text language sql as $f$
    select format('select escrow_state from task.cancel(%L, %s)', w.id, $2) from work as w where w.state = $1
$f$;
select is(support.code_as('stranger', pg_temp.cancel('OPEN')), 'HXA02', 'a stranger finds nothing');
select is(support.code_as('worker', pg_temp.cancel('ACCEPTED')), 'HX503', 'the worker does not cancel');
select is(support.code_as('poster', pg_temp.cancel('PROOF_SUBMITTED')), 'HXA03', 'not what is proved');
select is(support.code_as('poster', pg_temp.cancel('COMPLETED')), 'HXA03', 'not what is done');
select is(support.code_as('poster', pg_temp.cancel('OPEN', ''' ''')), 'HXA01', 'a blank reason is none');
select is(support.act('poster', pg_temp.cancel('OPEN', '''Found a friend''')), 'REFUNDED', 'the payment goes back');
select is(support.act('poster', pg_temp.cancel('OPEN')), 'REFUNDED', 'a repeat answers what was done');
select results_eq($$select s.kind, s.state, s.amount_cents, s.payee_id from settlement.settlement as s
    join escrow.escrow as e on e.id = s.escrow_id join work as w on w.id = e.task_id where w.state = 'OPEN'$$,
    $$select 'refund', 'PENDING', 10000::bigint, u.id from account.user as u where u.email = 'poster@example.test'$$, 'whole, to the poster');
select is((select sum(l.amount_cents) from ledger.entry as l join ledger.account as a on a.id = l.account_id
    where a.kind = 'refund_due'), 10000::numeric, 'it is owed until Stripe has sent it');
select is((select v.reason from core.event as v join work as w on w.id = v.aggregate_id
    where w.state = 'OPEN' and v.to_state = 'CANCELLED'), 'Found a friend', 'the reason stands on the event');
select is((select count(*) from xp.entry as x join work as w on w.id = x.task_id where w.state = 'OPEN'), 0::bigint, 'no XP');
select lives_ok($$select support.act('poster', format('select escrow.create_intent(%L)', (select id from work where state = 'UNFUNDED')))$$, 'an unpaid task, its payment ordered');
select is(support.act('poster', pg_temp.cancel('UNFUNDED')), 'REFUNDED', 'is void');
select isnt((select i.cancel_requested_at from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
    join work as w on w.id = e.task_id where w.state = 'UNFUNDED'), null, 'its intent is to be cancelled');
select is((select count(*) from ledger.journal as j join escrow.escrow as e on e.id = j.escrow_id
    join work as w on w.id = e.task_id where w.state = 'UNFUNDED'), 0::bigint, 'nothing is posted');
-- A new poster cancels paid work three times a week.
do $$ begin for i in 1 .. 3 loop perform support.task_in('CANCELLED', 'newcomer'); end loop; end $$;
select is(support.code_as('newcomer', format('select task.cancel(%L)', support.task_in('OPEN', 'newcomer'))), 'HXA03', 'a new poster''s fourth cancellation in a week');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
