-- LIF-08 LIF-12 ESC-12 ESC-14 ESC-18 ESC-19 XPB-15: task.complete by the poster alone, exact to the cent.
begin;
select plan(19);
create temporary table work as
select s.state, support.task_in(s.state, price_cents => 12345) as id
  from (values ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('REJECTED'), ('DISPUTED'), ('CANCELLED')) as s (state);
select support.person('stranger');
create function pg_temp.complete(state text) returns text language sql as $f$
    select format('select worker_cents from task.complete(%L)', w.id) from work as w where w.state = $1
$f$;
select is(support.code_as('stranger', pg_temp.complete('PROOF_SUBMITTED')), 'HXA02', 'a stranger finds nothing');
select is(support.code_as('worker', pg_temp.complete('PROOF_SUBMITTED')), 'HX503', 'the worker does not pay himself');
select is(support.code_as('poster', pg_temp.complete('OPEN')), 'HXA03', 'not what nobody has taken');
select is(support.code_as('poster', pg_temp.complete('ACCEPTED')), 'HX301', 'not unproved');
select is(support.code_as('poster', pg_temp.complete('REJECTED')), 'HX301', 'not with a rejected proof');
select is(support.code_as('poster', pg_temp.complete('DISPUTED')), 'HXA03', 'not in dispute');
select is(support.code_as('poster', pg_temp.complete('CANCELLED')), 'HXA03', 'not what was cancelled');
select is(support.code_as('poster', 'select task.complete(gen_random_uuid())'), 'HXA02', 'not what is not there');
update escrow.escrow set state = 'LOCKED_DISPUTE' where task_id = (select id from work where state = 'PROOF_SUBMITTED');
select is(support.code_as('poster', pg_temp.complete('PROOF_SUBMITTED')), 'HX202', 'not while the payment is held');
select is(support.code_as('poster', format('select proof.accept(%L)', support.proof_of((select id from work where state = 'PROOF_SUBMITTED')))), 'HX202', 'nor is its proof accepted');
update escrow.escrow set state = 'FUNDED' where task_id = (select id from work where state = 'PROOF_SUBMITTED');
select is(support.act('poster', pg_temp.complete('PROOF_SUBMITTED')), '10493', 'floor of 85 %');
select is(support.act('poster', pg_temp.complete('PROOF_SUBMITTED')), '10493', 'a repeat answers what was done');
select results_eq($$select a.kind, l.amount_cents from ledger.entry as l
    join ledger.account as a on a.id = l.account_id join ledger.journal as j on j.id = l.journal_id
    join escrow.escrow as e on e.closing_journal_id = j.id join work as w on w.id = e.task_id
    where w.state = 'PROOF_SUBMITTED' order by l.line$$,
    $$values ('escrow', -12345::bigint), ('payable', 10493::bigint), ('fee', 1852::bigint)$$, 'one journal of three legs');
select is((select count(*) from settlement.settlement), 1 + 1::bigint, 'one transfer, beside the cancelled task''s refund');
select is((select x.effective_xp from xp.entry as x), 123::bigint, 'whole dollars of XP');
select is((select s.charge from settlement.settlement as s where s.kind = 'transfer'),
    (select i.provider_intent_id from stripe.intent as i join settlement.settlement as s on s.escrow_id = i.escrow_id
      where s.kind = 'transfer'), 'the transfer names the payment that it spends');
select is((select string_agg(v.aggregate || '.' || v.event, ' ' order by v.id) from core.event as v
    where v.transaction_id = pg_current_xact_id() and v.id > (select k.id from core.event as k where k.to_state = 'FUNDED' and k.from_state = 'LOCKED_DISPUTE' order by k.id desc limit 1)),
    'proof.accepted task.completed escrow.released settlement.created', 'the events stand in the order of causes');
select is((select a.ending from task.assignment as a join work as w on w.id = a.task_id where w.state = 'PROOF_SUBMITTED'), 'completed', 'the assignment ended');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
