-- decisions.md (debt repaid by card): a debt is paid by an intent of its own; too much goes back; then its debtor may post again.
begin;
select plan(45);
create temporary table debts (label text, id uuid);
create function pg_temp.debtor(label text, cents bigint) returns void language plpgsql as $f$
declare work uuid := support.task_in('COMPLETED', $1, 'worker');
begin
    insert into pg_temp.debts values ($1, support.person($1));
    perform support.charge_back(work, '{created,funds_withdrawn,lost}', $2);
end $f$;
create function pg_temp.owes(label text) returns bigint language sql volatile as $f$ select ledger._debt(d.id, 'USD') from pg_temp.debts as d where d.label = $1 $f$;
create function pg_temp.intent(label text) returns uuid language sql volatile as $f$
    select i.id from stripe.intent as i join pg_temp.debts as d on d.id = i.payer_id where d.label = $1 order by i.id desc limit 1
$f$;
create function pg_temp.repay(label text) returns text language sql as $f$ select support.act($1, 'select concat_ws('' '', state, amount_cents, client_secret) from account.repay_debt()') $f$;
create function pg_temp.made(label text) returns text language plpgsql as $f$
declare job stripe.intent_job;
begin
    for job in select j.* from stripe.take_intents('one') as j loop
        perform stripe.report_intents(jsonb_build_array(jsonb_build_object('intent_id', job.intent_id, 'fence', job.fence, 'outcome', 'made',
            'provider_intent_id', 'pi_' || job.intent_id, 'client_secret', 's')));
    end loop;
    return concat_ws(' ', job.action, job.purpose, job.amount_cents, job.payer_id = (select d.id from pg_temp.debts as d where d.label = $1), job.escrow_id);
end $f$;
create function pg_temp.event(label text, type text default 'payment_intent.succeeded', cents bigint default null, currency text default 'usd', object text default null) returns text language plpgsql as $f$
declare outcome text;
begin
    outcome := support.deliver(jsonb_build_object('id', 'evt_' || gen_random_uuid(), 'type', $2, 'livemode', false, 'data', jsonb_build_object('object', jsonb_build_object(
        'id', coalesce($5, 'pi_' || pg_temp.intent($1)), 'object', 'payment_intent', 'status', split_part($2, '.', 2), 'currency', $4, 'latest_charge', 'ch_1',
        'amount_received', coalesce($3, (select i.amount_cents::bigint from stripe.intent as i where i.id = pg_temp.intent($1))),
        'metadata', jsonb_build_object('purpose', 'debt', 'intent_id', pg_temp.intent($1)))))::text);
    set constraints all immediate;
    set constraints all deferred;
    return outcome;
end $f$;
create function pg_temp.orders(label text) returns text language sql volatile as $f$
    select coalesce(string_agg(concat_ws(' ', s.kind, s.leg, s.amount_cents, s.currency, s.state), ', ' order by s.id), 'none') from settlement.settlement as s
      join pg_temp.debts as d on d.id = s.payee_id where d.label = $1 and s.escrow_id is null
$f$;
create function pg_temp.posts(label text) returns text language sql as $f$
    select support.code_as($1, $$select task.create(title => 'x', description => 'y', category => 'moving', price_cents => 500, deadline_at => now() + interval '1 day', address => 'z', latitude => 47.6075, longitude => -122.3381)$$)
$f$;
select pg_temp.debtor(l, 10000) from unnest(array['paid', 'over', 'twice', 'wrong', 'early', 'canceled']) as l;
select pg_temp.debtor('small', 49);

select is(support.code_as('worker', 'select account.repay_debt()'), 'HXA03', 'who owes nothing pays nothing');
select is(support.code_as('small', 'select account.repay_debt()'), 'HXA03', 'less than 50 cents no card pays');
select is(support.code_as('nobody_here', 'select account.repay_debt()'), 'HX504', 'nor does who has no account');
select is(pg_temp.posts('paid'), 'HX204', 'who owes does not post');
-- Paid
select is(pg_temp.repay('paid'), 'PREPARING 10000', 'he orders the payment');
select is(pg_temp.repay('paid'), 'PREPARING 10000', 'a repeat answers it');
select is(support.code('insert into stripe.intent (purpose, payer_id, amount_cents, currency) select i.purpose, i.payer_id, 1, i.currency from stripe.intent as i where i.purpose = ''debt'''), 'HXA03', 'one at a time');
select is(pg_temp.made('paid'), 'create debt 10000 t', 'a worker makes it');
select is(pg_temp.repay('paid'), 'READY 10000 s', 'he has its secret');
select is(pg_temp.event('paid', 'payment_intent.payment_failed'), 'payment_failed', 'a refused card');
select is((select f.payer_id = d.id from stripe.payment_failure as f, debts as d where d.label = 'paid'), true, 'is told as his');
select is(pg_temp.event('paid'), 'debt_paid', 'paid');
select is(pg_temp.owes('paid'), 0::bigint, 'he owes nothing');
select is(pg_temp.posts('paid'), 'done', 'and may post again');
select is(pg_temp.event('paid'), 'same_fact', 'told again it is the same');
select results_eq($$select a.kind, l.amount_cents from ledger.journal as j join ledger.entry as l on l.journal_id = j.id join ledger.account as a on a.id = l.account_id where j.kind = 'debt_paid' order by l.line$$,
    $$values ('stripe', -10000::bigint), ('debt', 10000::bigint)$$, 'one posting');
select is((select i.state || ' ' || i.provider_charge_id from stripe.intent as i where i.id = pg_temp.intent('paid')), 'SUCCEEDED ch_1', 'its intent is paid');
select is(pg_temp.orders('paid'), 'none', 'nothing goes back');
-- Written off meanwhile
select pg_temp.repay('over'); select pg_temp.made('over');
select support.act_as_admin(format('select admin.write_off_debt(%L, 7000, ''let it be'')', d.id)) from debts as d where d.label = 'over';
select is(pg_temp.event('over'), 'debt_paid', 'what was written off in part is paid whole');
select is(pg_temp.owes('over') || ' ' || pg_temp.orders('over'), '0 refund payer 7000 USD PENDING', 'and the rest goes back');
select support.payout_account('worker');
select is((select string_agg(concat_ws(' ', j.kind, j.amount_cents, j.intent_id = 'pi_' || pg_temp.intent('over'), j.charge_id, j.transfer_group = s.source_id::text), ', ') from settlement.take('one') as j
    join settlement.settlement as s on s.id = j.settlement_id and s.escrow_id is null), 'refund 7000 t ch_1 t', 'to the card that paid');
select is(support.deliver(support.movement_event(s.id, 'refund.created', 're_1')), 'settled', 'it is sent') from settlement.settlement as s where s.escrow_id is null;
select is(support.deliver(support.movement_event(s.id, 'refund.failed', 're_1', 'failed')), 'refund_reversed', 'and may come back') from settlement.settlement as s where s.escrow_id is null and s.kind = 'refund';
select is(support.act_as_admin(format('select state from settlement.retry(%L, ''again'')', s.id)), 'PENDING', 'to be sent again') from settlement.settlement as s where s.escrow_id is null and s.kind = 'reversal';
-- Twice, by two payments
select pg_temp.repay('twice'); select pg_temp.made('twice'); select pg_temp.event('twice');
select is(pg_temp.event('twice', object => 'pi_other'), 'suspended_and_refunded', 'a second payment of one debt');
select is(pg_temp.orders('twice'), 'refund payer 10000 USD PENDING', 'goes back');
-- Wrong
select pg_temp.repay('wrong'); select pg_temp.made('wrong');
select is(pg_temp.event('wrong', cents => 9999), 'suspended_and_refunded', 'another amount goes back');
select is(pg_temp.event('wrong', currency => 'eur', object => 'pi_eur'), 'suspended_and_refunded', 'and another currency');
select is(pg_temp.orders('wrong'), 'refund payer 9999 USD PENDING, refund payer 10000 EUR PENDING', 'as they came');
select is(pg_temp.owes('wrong'), -10000::bigint, 'he owes as before');
select is(pg_temp.event('wrong', cents => 0, object => 'pi_none'), 'payment_malformed', 'nothing paid is no payment');
-- Before the answer, and canceled
select pg_temp.repay('early');
select is(pg_temp.event('early', 'payment_intent.payment_failed'), 'payment_failed', 'a refused card before the answer');
select is(pg_temp.event('early'), 'debt_paid', 'a payment before the answer');
select pg_temp.repay('canceled'); select pg_temp.made('canceled');
select is(pg_temp.event('canceled', 'payment_intent.canceled'), 'recorded', 'one that was canceled');
select is(pg_temp.repay('canceled'), 'PREPARING 10000', 'another is ordered in its place');
select is(pg_temp.event('canceled', 'payment_intent.canceled', object => 'pi_early'), 'recorded', 'canceled before the answer');
select is(pg_temp.repay('canceled'), 'PREPARING 10000', 'and another');
select is((select count(*) from stripe.intent as i join debts as d on d.id = i.payer_id where d.label = 'canceled'), 3::bigint, 'with its own key');
-- Of no intent; frozen; by hand
select is(support.deliver(replace(support.payment_event(core.new_id(), amount_cents => 100), '"escrow"', '"debt"')), 'no_escrow', 'of no intent that is known it waits');
select support.act_as_admin('select admin.freeze(''FUNDING'', ''look'')');
select is(support.code_as('wrong', 'select account.repay_debt()'), 'HXA08', 'while funding is frozen nobody pays');
select is(support.code(format('select ledger._post(''debt_paid'', core.new_id(), null, ''USD'', array[row(''stripe'', null, -5)::ledger.leg, row(''debt'', %L, 5)::ledger.leg])', d.id)), 'HXA18', 'no payment is invented')
  from debts as d where d.label = 'wrong';
select is(support.code(format('select ledger._post(''debt_paid'', v.id, null, ''USD'', array[row(''stripe'', null, -5)::ledger.leg, row(''debt'', %L, 5)::ledger.leg]) from stripe.event as v where v.outcome = ''suspended_and_refunded'' limit 1', d.id)), 'HXA18', 'nor found in another')
  from debts as d where d.label = 'wrong';
select is((select sum(b.balance_cents) from ledger.trial_balance() as b where b.currency = 'USD'), 0::numeric, 'the trial balance is zero');
select is((select coalesce(sum(b.balance_cents), 0) from ledger.trial_balance() as b where b.kind = 'suspense'), 0::numeric, 'nothing stays in suspense');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
