-- Payments and transfers as they are when all of their life is over, and Stripe's statement of them.
create function bench.moved(first bigint, last bigint) returns void language plpgsql
    set session_replication_role = replica set search_path = ''
as $$
declare
    payee uuid := bench.person(2);
    payable uuid := ledger._account_id('payable', bench.person(2), 'USD');
    provider uuid := ledger._account_id('stripe', null, 'USD');
    suspense uuid := ledger._account_id('suspense', null, 'USD');
begin
    create temporary table fresh on commit drop as
    select n, n % 2 = 0 as is_transfer, core.new_id() as source_id, core.new_id() as journal_id
      from generate_series(moved.first, moved.last) as n;
    insert into stripe.event (id, provider_event_id, type, object_id, livemode, body, payload, state, outcome, finished_at)
    select f.source_id, 'evt_' || f.n, 'payment_intent.succeeded', 'pi_' || f.n, false, '', '{}', 'PROCESSED',
           'suspended_and_refunded', now() from pg_temp.fresh as f where not f.is_transfer;
    insert into settlement.settlement (id, kind, source_id, leg, escrow_id, payee_id, amount_cents, currency, state,
        journal_id, provider_key, provider_reference, submitted_at, finished_at)
    select f.source_id, 'transfer', f.source_id, 'worker', f.source_id, payee, 8500, 'USD', 'SETTLED', f.journal_id,
           'settlement-' || f.source_id, 'tr_' || f.n, now(), now() from pg_temp.fresh as f where f.is_transfer;
    insert into ledger.journal (id, kind, source_id)
    select f.journal_id, case when f.is_transfer then 'transfer' else 'payment_suspended' end, f.source_id
      from pg_temp.fresh as f;
    insert into ledger.entry (journal_id, line, account_id, amount_cents, currency)
    select f.journal_id, l.line, case l.line when 1 then provider when 2 then
               case when f.is_transfer then payable else suspense end end,
           case when f.is_transfer then 8500 else -10000 end * case l.line when 1 then 1 else -1 end, 'USD'
      from pg_temp.fresh as f cross join (values (1), (2)) as l (line);
    drop table pg_temp.fresh;
end $$;
-- A page of Stripe's statement, the newest first.
create function bench.page(first bigint, last bigint) returns jsonb language sql stable
as $$
    select jsonb_build_object('has_more', true, 'data', jsonb_agg(jsonb_build_object(
        'id', 'txn_' || n, 'object', 'balance_transaction', 'currency', 'usd', 'created', 1790000000 + n,
        'available_on', 1790000000 + n, 'type', case when n % 2 = 0 then 'transfer' else 'charge' end,
        'amount', case when n % 2 = 0 then -8500 else 10000 end, 'fee', case when n % 2 = 0 then 0 else 320 end,
        'net', case when n % 2 = 0 then -8500 else 9680 end,
        'source', case when n % 2 = 0
            then jsonb_build_object('id', 'tr_' || n, 'object', 'transfer', 'metadata', jsonb_build_object(
                'settlement_id', (select s.id from settlement.settlement as s where s.provider_reference = 'tr_' || n)))
            else jsonb_build_object('id', 'ch_' || n, 'object', 'charge', 'payment_intent', 'pi_' || n) end) order by n desc))
      from generate_series(page.first, page.last) as n
$$;
