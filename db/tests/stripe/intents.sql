-- ESC-02 STR-03 STR-16 QUE-04 W6: payment intents are made and cancelled by a worker under a lease and a fence; a webhook may
-- come before the answer; what was never sent is cancelled without a call; a refused card is told.
begin;
select plan(43);
create temporary table work as select n, support.task('poster') as id from generate_series(1, 8) as n;
create function pg_temp.task(n integer) returns uuid language sql stable as 'select w.id from pg_temp.work as w where w.n = $1';
create function pg_temp.order(n integer) returns uuid language plpgsql as $f$
begin return support.act('poster', format('select intent_id from escrow.create_intent(%L)', pg_temp.task($1)))::uuid; end $f$;
create function pg_temp.intent(n integer) returns uuid language sql volatile as $f$
    select i.id from stripe.intent as i where i.escrow_id = support.escrow_of(pg_temp.task($1)) order by i.id desc limit 1
$f$;
create function pg_temp.it(n integer) returns text language sql volatile as $f$
    select concat_ws(' ', i.state, i.provider_intent_id, i.client_secret, i.last_error, case when i.due_at <= core.now() then 'due' when i.due_at is not null then 'later' end, case when i.cancel_requested_at is not null then 'to be cancelled' end)
      from stripe.intent as i where i.id = pg_temp.intent($1)
$f$;
create function pg_temp.take(worker text default 'one') returns text language sql as $f$
    select coalesce(string_agg(j.action || ' ' || w.n || ' ' || j.fence, ', '), 'nothing') from stripe.take_intents($1) as j join pg_temp.work as w on w.id = j.task_id
$f$;
create function pg_temp.report(n integer, outcome text, more jsonb default '{}', fence bigint default null) returns text language plpgsql as $f$
begin
    perform stripe.report_intents(jsonb_build_array(jsonb_build_object('intent_id', pg_temp.intent($1), 'outcome', $2, 'fence',
        coalesce($4, (select i.fence from stripe.intent as i where i.id = pg_temp.intent($1)))) || $3));
    return pg_temp.it($1);
end $f$;
create function pg_temp.made(n integer) returns jsonb language sql immutable as $f$
    select jsonb_build_object('provider_intent_id', 'pi_' || $1, 'client_secret', 'secret_' || $1)
$f$;

-- Made
select is(pg_temp.take(), 'nothing', 'nothing is ordered');
select pg_temp.order(1);
select results_eq($$select j.intent_id, j.fence, j.action, j.provider_key, j.amount_cents, j.currency, j.provider_intent_id, j.purpose, j.escrow_id, j.task_id, j.payer_id from stripe.take_intents('one') as j$$,
    $$select i.id, 1::bigint, 'create', 'intent-' || i.id, 10000::bigint, 'USD', null::text, 'escrow', i.escrow_id, pg_temp.task(1), u.id from stripe.intent as i, account.user as u where u.email = 'poster@example.test'$$,
    'a worker is told what to make');
select is(pg_temp.take('two'), 'nothing', 'one worker');
select is(pg_temp.report(1, 'made', pg_temp.made(1), 0), 'PREPARING due', 'a stale report does nothing');
select is(pg_temp.report(1, 'made', pg_temp.made(1)), 'READY pi_1 secret_1', 'made: READY with its secret');
select is(support.act('poster', format('select state || '' '' || client_secret from escrow.create_intent(%L)', pg_temp.task(1))), 'READY secret_1', 'which the poster gets by a repeat');
select is(pg_temp.take(), 'nothing', 'nothing is left to do');
select is(support.deliver(support.payment_event(support.escrow_of(pg_temp.task(1)), intent_id => 'pi_1')), 'funded', 'and pays');
-- Unknown, a dead worker, refused
select pg_temp.order(2); select pg_temp.take();
select is(pg_temp.report(2, 'unknown', '{"error": "timeout", "is_outage": true}'), 'PREPARING timeout later', 'a time-out is tried again');
select support.set_clock(interval '2 seconds');
select is((select j.provider_key from stripe.take_intents('one') as j), 'intent-' || pg_temp.intent(2), 'by the same key');
update stripe.intent set lease_ends_at = clock_timestamp() - interval '1 second' where id = pg_temp.intent(2);
select is(pg_temp.take('two'), 'create 2 3', 'a dead worker''s lease ends');
select is(pg_temp.report(2, 'made', pg_temp.made(2), 2), 'PREPARING timeout due', 'his report is stale');
select is(pg_temp.report(2, 'refused', '{"error": "amount_too_small"}'), 'PREPARING amount_too_small', 'refused: nobody tries again');
select is((select d.error from core.dead_letter as d where d.order_id = pg_temp.intent(2)), 'amount_too_small', 'but it is for a person');
select support.set_clock(interval '0');
-- The webhook before the answer
select pg_temp.order(3); select pg_temp.take();
select is(support.deliver(support.payment_event(support.escrow_of(pg_temp.task(3)), intent_id => 'pi_3')), 'funded', 'paid before the answer came');
select is(pg_temp.report(3, 'made', pg_temp.made(3)), 'SUCCEEDED pi_3', 'the answer is no news');
select pg_temp.order(4); select pg_temp.take();
select is(support.deliver(support.payment_event(support.escrow_of(pg_temp.task(4)), 'payment_intent.canceled', intent_id => 'pi_4')), 'voided', 'canceled before the answer came');
select is(pg_temp.report(4, 'made', pg_temp.made(4)), 'CANCELLED pi_4', 'the answer is no news');
-- Cancelled
select pg_temp.order(5);
select support.act('poster', format('select task.cancel(%L)', pg_temp.task(5)));
select is(pg_temp.take(), 'nothing', 'what was never sent needs no call');
select is(pg_temp.it(5), 'CANCELLED to be cancelled', 'to be cancelled');
select pg_temp.order(6); select pg_temp.take(); select pg_temp.report(6, 'unknown');
select support.act('poster', format('select task.cancel(%L)', pg_temp.task(6)));
select is(pg_temp.take(), 'create 6 2', 'of what may have been made its id is found out first');
select is(pg_temp.report(6, 'made', pg_temp.made(6)), 'READY pi_6 secret_6 due to be cancelled', 'then it is due again');
select is(pg_temp.take(), 'cancel 6 3', 'to be cancelled');
select is(pg_temp.report(6, 'cancelled'), 'CANCELLED pi_6 secret_6 to be cancelled', 'which it is');
select is(support.deliver(support.payment_event(support.escrow_of(pg_temp.task(6)), 'payment_intent.canceled', intent_id => 'pi_6')), 'recorded', 'its event is no news');
select pg_temp.order(7); select pg_temp.take(); select pg_temp.report(7, 'made', pg_temp.made(7));
select support.act('poster', format('select task.cancel(%L)', pg_temp.task(7)));
select is(pg_temp.take(), 'cancel 7 2', 'READY it is cancelled');
select is(pg_temp.report(7, 'refused', '{"error": "payment_intent_unexpected_state"}'), 'READY pi_7 secret_7 payment_intent_unexpected_state to be cancelled', 'unless it was paid meanwhile');
select is(support.deliver(support.payment_event(support.escrow_of(pg_temp.task(7)), intent_id => 'pi_7')), 'suspended_and_refunded', 'which goes back');
-- A refused card
select pg_temp.order(8); select pg_temp.take();
create function pg_temp.failure(n integer, intent text) returns text language sql volatile as $f$
    select support.deliver(jsonb_set(support.payment_event(support.escrow_of(pg_temp.task($1)), 'payment_intent.payment_failed', intent_id => $2)::jsonb,
        '{data,object,last_payment_error}', '{"code": "card_declined", "decline_code": "insufficient_funds"}')::text)
$f$;
select is(pg_temp.failure(8, 'pi_8'), 'payment_failed', 'a card was refused, before the answer');
select is(pg_temp.report(8, 'made', pg_temp.made(8)), 'READY pi_8 secret_8', 'the intent goes on');
select is(pg_temp.failure(8, 'pi_8'), 'payment_failed', 'and again');
select results_eq($$select f.code, f.escrow_id, f.provider_intent_id from stripe.payment_failure as f$$, $$select 'insufficient_funds', support.escrow_of(pg_temp.task(8)), 'pi_8' from generate_series(1, 2)$$, 'with the bank''s code and nothing of the card');
select is(pg_temp.failure(8, 'pi_alien'), 'payment_unknown', 'of another intent it is nobody''s');
select is(support.deliver(support.payment_event(support.escrow_of(pg_temp.task(8)), intent_id => 'pi_8')), 'funded', 'paid by another card');
select is(support.code('delete from stripe.payment_failure'), 'HXA11', 'what was told stays');
select is(support.code('update stripe.payment_failure set code = ''x'''), 'HXA11', 'as it was told');
-- What is no report, and the rows
select throws_ok($$select pg_temp.report(8, 'maybe')$$, 'HXA01', null, 'an outcome that is none');
select throws_ok($$select stripe.report_intents(jsonb_build_array(jsonb_build_object('intent_id', core.new_id(), 'fence', 1, 'outcome', 'made')))$$, 'HXA02', null, 'an intent that is none');
select is(support.code('update stripe.intent set fence = 0 where fence > 0 and state = ''PREPARING'''), 'HXA11', 'a fence only rises');
select is(support.code(format('insert into stripe.intent (purpose, amount_cents, currency) values (''debt'', 100, ''USD'')')), 'HXA01', 'an intent pays for somebody or something');
select is(support.code(format('insert into stripe.intent (purpose, payer_id, escrow_id, amount_cents, currency) values (''escrow'', %L, %L, 100, ''USD'')', support.person('poster'), support.escrow_of(pg_temp.task(2)))), 'HXA01', 'not both');
select is(support.code(format('update stripe.intent set payer_id = %L where state = ''PREPARING''', support.person('poster'))), 'HXA11', 'and for the same to its end');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
