-- STR-02 P16 P17 S-P9 STL-16: a transfer waits for its payee's payout account, goes out when it takes transfers, and is ordered
-- anew by the account's own opening when it was refused for the account's sake: later each time, and then for a person.
begin;
select plan(48);
create temporary table work as select support.task_in('COMPLETED', 'poster', 'w1') as id;
create function pg_temp.newest() returns uuid language sql volatile as 'select support.settlement_of(w.id) from pg_temp.work as w';
create function pg_temp.it() returns text language sql volatile as $f$
    select string_agg(concat_ws(' ', s.state, case when s.due_at = 'infinity' then 'waits' when s.due_at > core.now() then (s.due_at - core.now())::text end, s.last_error), ', ' order by s.id)
      from settlement.settlement as s where s.escrow_id = support.escrow_of((select w.id from pg_temp.work as w)) and s.kind = 'transfer'
$f$;
create function pg_temp.my(fields text) returns text language plpgsql as $f$
begin return support.act('w1', format('select concat_ws('' '', %s) from account.get_payout_account()', $1)); end $f$;

-- Born waiting
select is(pg_temp.it(), 'PENDING waits', 'without a payout account it waits');
select is(support.send(), 0::bigint, 'and nobody sends it');
select is(pg_temp.my('status, waiting_cents, link_url'), 'NOT_STARTED 8500', 'the worker is told so');
select is(support.act('w1', 'select status from account.get_payouts()'), 'WAITS_FOR_ACCOUNT', 'of the very movement');
select is(support.broken(), '', 'audit.prove() is clean');

-- Onboarding
select is(support.act('w1', 'select status from account.set_up_payouts()'), 'INCOMPLETE', 'he sets one up');
select results_eq($$select j.action, j.fence, j.provider_key, j.provider_account_id, j.email from stripe.take_accounts('one') as j$$,
    $$select 'create', 1::bigint, 'account-' || u.id, null::text, u.email::text from account.user as u where u.email = 'w1@example.test'$$, 'a worker is to make it');
select is((select count(*) from stripe.take_accounts('two')), 0::bigint, 'one worker');
create function pg_temp.me() returns uuid language sql stable as $f$ select u.id from account.user as u where u.email = 'w1@example.test' $f$;
create function pg_temp.report(fate jsonb, fence bigint default null) returns text language sql volatile as $f$
    select stripe.report_accounts(jsonb_build_array(jsonb_build_object('account_id', pg_temp.me(), 'fence',
        coalesce($2, (select c.fence from stripe.connected_account as c where c.account_id = pg_temp.me()))) || $1))::text
$f$;
select pg_temp.report('{"outcome": "done", "provider_account_id": "acct_stale"}', 0);
select is((select c.provider_account_id from stripe.connected_account as c), null, 'a stale report does nothing');
select pg_temp.report('{"outcome": "unknown", "error": "timeout"}');
select is((select extract(epoch from c.due_at - core.now())::integer || ' ' || c.last_error from stripe.connected_account as c), '2 timeout', 'an unknown one is tried again');
select is((select count(*) from stripe.take_accounts('one')), 0::bigint, 'later');
select support.set_clock(interval '3 seconds');
select is((select j.action || ' ' || j.provider_key from stripe.take_accounts('one') as j), 'create account-' || pg_temp.me(), 'by the same key');
select pg_temp.report(jsonb_build_object('outcome', 'done', 'provider_account_id', 'acct_1', 'account', support.account_json(false)));
select is((select j.action || ' ' || j.provider_account_id from stripe.take_accounts('one') as j), 'link acct_1', 'then its link');
select pg_temp.report(jsonb_build_object('outcome', 'done', 'link_url', 'https://connect.example/1', 'link_ends_at', core.now() + interval '5 minutes'));
select is(pg_temp.my('status, link_url, requirements'), 'INCOMPLETE https://connect.example/1 {individual.id_number}', 'he has it, and what Stripe asks for');
select is((select count(*) from stripe.take_accounts('one')), 0::bigint, 'nothing is left to do');
select support.act('w1', 'select account.set_up_payouts()');
select is((select count(*) from stripe.take_accounts('one')), 0::bigint, 'a repeat while the link holds answers it');
select support.set_clock(interval '5 minutes');
select support.act('w1', 'select account.set_up_payouts()');
select is((select j.action from stripe.take_accounts('one') as j), 'link', 'a later one makes another');
-- Asked for while the worker is at it: not lost
select support.deliver(support.account_event('w1', false));
select pg_temp.report(jsonb_build_object('outcome', 'done', 'link_url', 'https://connect.example/2', 'link_ends_at', core.now() + interval '5 minutes'));
select is((select j.action from stripe.take_accounts('one') as j), 'refresh', 'what was asked meanwhile is not forgotten');
select pg_temp.report(jsonb_build_object('outcome', 'done', 'account', support.account_json(false)));
select is((select count(*) from stripe.take_accounts('one')), 0::bigint, 'then it is done');

-- account.updated, in any order
select is(support.deliver(support.account_event('w1', true, -600)), 'account_updated', 'an old event');
select is(pg_temp.it(), 'PENDING waits', 'tells nothing');
select support.set_clock(interval '6 minutes');
select is(support.deliver(support.account_event('w1', true)), 'account_updated', 'a new one');
select is(pg_temp.it(), 'PENDING', 'and the transfer is due');
select is(pg_temp.my('status, waiting_cents'), 'COMPLETE 0', 'the worker is told so');
select is((select j.action from stripe.take_accounts('one') as j), 'refresh', 'Stripe is asked once more, for two events of a second have no order');
select pg_temp.report(jsonb_build_object('outcome', 'done', 'account', support.account_json(true)));
select support.deliver(support.account_event('w1', false, 60));
select is(support.send(), 0::bigint, 'an account that was closed since gets nothing');
select is(pg_temp.it(), 'PENDING waits', 'it waits again');
select support.set_clock(interval '8 minutes');
select support.deliver(support.account_event('w1', true));

-- Refused for the account's sake
select is(support.send(), 1::bigint, 'it is sent');
select is(support.report(pg_temp.newest(), 'refused', error => 'account_invalid'), 'FAILED', 'and refused for the account''s sake');
select is((select c.transfers_enabled || ' ' || (c.due_at <= core.now()) from stripe.connected_account as c), 'false true', 'the account takes none until Stripe was asked');
select is((select count(*) from core.dead_letter as d), 0::bigint, 'that needs nobody');
select j.action from stripe.take_accounts('one') as j;
select pg_temp.report(jsonb_build_object('outcome', 'done', 'account', support.account_json(true)));
select is(pg_temp.it(), 'FAILED account_invalid, PENDING', 'open again, it is ordered anew');
select support.deliver(support.account_event('w1', true, 1));
select is(pg_temp.it(), 'FAILED account_invalid, PENDING', 'once');
select is((select n.replaces_id = o.id and n.provider_key <> o.provider_key from settlement.settlement as n, settlement.settlement as o
    where n.id = pg_temp.newest() and o.state = 'FAILED'), true, 'in its place, under a key of its own');
create function pg_temp.refused_again() returns text language plpgsql as $f$
begin
    perform support.set_clock(core.now() - now() + greatest((select s.due_at from settlement.settlement as s where s.id = pg_temp.newest()) - core.now(), interval '1 minute'));
    perform support.send();
    perform support.report(pg_temp.newest(), 'refused', error => 'account_invalid');
    perform support.deliver(support.account_event('w1', true, 120));
    return (select (s.due_at - core.now())::text || ' ' || s.state from settlement.settlement as s where s.id = pg_temp.newest());
end $f$;
select is(pg_temp.refused_again(), '00:05:00 PENDING', 'refused again it is ordered later');
select is(pg_temp.refused_again(), '00:30:00 PENDING', 'and later');
select is(pg_temp.refused_again(), '02:00:00 PENDING', 'and later');
select is(pg_temp.refused_again(), '1 day PENDING', 'and later');
select alike(pg_temp.refused_again(), '%FAILED', 'and then no more');
select is((select d.error from core.dead_letter as d where d.closed_at is null), 'account_invalid', 'but is for a person');
select is(support.act_as_admin(format('select state from settlement.retry(%L, ''The bank is another'')', pg_temp.newest())), 'PENDING', 'who has it tried again');
select is((select d.closing from core.dead_letter as d where d.kind = 'settlement'), 'replaced', 'which closes the letter');

-- Opened while it was born
update settlement.settlement set due_at = 'infinity' where id = pg_temp.newest();
select is(settlement.process_due(), 1, 'the clock finds what the opening missed');
select is(settlement.process_due(), 0, 'once');
-- Unknown accounts, and the row itself
select is(support.deliver(replace(support.account_event('w1', true), 'acct_1', 'acct_none')), 'no_account', 'an account that is not known yet is waited for');
select is(support.code('update stripe.connected_account set provider_account_id = ''acct_2'''), 'HXA11', 'an account stays whose it is');
select is(support.code('update stripe.connected_account set fence = 0'), 'HXA11', 'and its fence only rises');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
