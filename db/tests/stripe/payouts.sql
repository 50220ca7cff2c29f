-- STR-12 P12: payouts of workers' accounts are recorded and never posted; their states only go on, in whatever order Stripe tells.
begin;
select plan(18);
select support.payout_account('worker');
create function pg_temp.told(payout text, status text, type text default null) returns text language sql as $f$
    select support.deliver(replace(support.payout_event('worker', $1, $2), 'payout.' || $2, coalesce($3, 'payout.' || $2)))
$f$;
create function pg_temp.it(payout text) returns text language sql stable as $f$
    select p.state || ' ' || p.amount_cents || ' ' || (p.account_id = u.id) from stripe.payout as p, account.user as u where p.provider_payout_id = $1 and u.email = 'worker@example.test'
$f$;
create temporary table before as select count(*) from ledger.journal;
select is(pg_temp.told('po_1', 'pending', 'payout.created'), 'payout_known', 'it is made');
select is(pg_temp.told('po_1', 'in_transit', 'payout.updated'), 'payout_in_transit', 'on its way');
select is(pg_temp.told('po_1', 'paid'), 'payout_paid', 'paid');
select is(pg_temp.told('po_1', 'in_transit', 'payout.updated'), 'payout_known', 'older word changes nothing');
select is(pg_temp.it('po_1'), 'PAID 8500 true', 'it is paid');
select is((select p.arrives_at from stripe.payout as p), to_timestamp(1900000000), 'with its day');
select is(pg_temp.told('po_1', 'failed'), 'payout_failed', 'the bank sends it back after that');
select is((select j.action from stripe.take_accounts('one') as j), 'refresh', 'its account is asked for again');
select is(pg_temp.told('po_1', 'paid'), 'payout_known', 'paid after failed is older word');
select is(pg_temp.it('po_1'), 'FAILED 8500 true', 'it failed');
select is(pg_temp.told('po_2', 'failed'), 'payout_failed', 'failed is the first that we hear of one');
select is(pg_temp.told('po_3', 'canceled'), 'payout_canceled', 'another was canceled');
select is(pg_temp.told('po_4', 'mystery'), 'unknown_type', 'a type that is none');
select is(pg_temp.told('po_4', 'mystery', 'payout.updated'), 'payout_malformed', 'a status that is none');
select is((select count(*) from ledger.journal), (select b.count from before as b), 'nothing is posted');
select is(pg_temp.told('po_5', 'in_transit', 'payout.updated'), 'payout_in_transit', 'another goes on');
select is(support.code('update stripe.payout set amount_cents = 1 where provider_payout_id = ''po_5'''), 'HXA11', 'what was told stays');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
