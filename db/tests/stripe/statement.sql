-- STL-07 REC-004 LED-002: Stripe's statement is read page by page under a lease; each line once and as Stripe told it; a
-- fee is posted as a line tells it, and by nothing else.
begin;
create function pg_temp.line(id text, kind text, source jsonb, amount bigint, fee bigint default 0) returns jsonb language sql as $$
    select jsonb_build_object('id', $1, 'type', $2, 'source', $3, 'amount', $4, 'fee', $5, 'net', $4 - $5, 'currency', 'usd', 'created', 1760000000, 'available_on', 1760200000) $$;
create function pg_temp.page(more boolean, variadic lines jsonb[]) returns jsonb language sql as $$ select jsonb_build_object('data', to_jsonb($2), 'has_more', $1) $$;
create function pg_temp.take(begins boolean default true) returns text language sql volatile as $$
    select coalesce((select concat_ws(' ', t.fence, t.created_from, t.starting_after) from stripe.take_statement('one', $1) as t), '-') $$;
create function pg_temp.lapse() returns void language sql volatile as $$ update stripe.statement set lease_ends_at = clock_timestamp() $$;
select core._circuit_allows('stripe', 1);
select plan(37);
select is(pg_temp.take(false), '-', 'nothing is under way');
select is(pg_temp.take(), '1 0', 'a reading begins with the first');
select is(pg_temp.take(), '-', 'by one worker at a time');
select pg_temp.lapse();
select is(pg_temp.take(), '2 0', 'until his lease is over');
select is(stripe.report_statement(1, pg_temp.page(false, pg_temp.line('txn_x', 'charge', '{"id": "ch_x"}', 5))), 0, 'whose page does nothing then');
select is(stripe.report_statement(2, pg_temp.page(true,
    pg_temp.line('txn_2', 'transfer', '{"id": "tr_1", "object": "transfer"}', -500),
    pg_temp.line('txn_1', 'charge', '{"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}', 1000, 59))), 2, 'a page of two');
select is(pg_temp.take(false), '3 0 txn_1', 'the next lies behind its last');
select is(stripe.report_statement(3, null, true), 0, 'it did not come');
select is(pg_temp.take(false), '4 0 txn_1', 'so it is asked for again');
select is(stripe.report_statement(4, pg_temp.page(false, pg_temp.line('txn_1', 'charge', '{"id": "ch_1"}', 1000, 59), pg_temp.line('txn_0', 'stripe_fee', null, -25))), 1, 'what came before is not stored twice');
select is(pg_temp.take(false), '-', 'and the reading is whole');
select is(pg_temp.take(), '5 ' || floor(extract(epoch from (select s.since_at from stripe.statement as s) - interval '5 minutes')), 'the next begins five minutes before this one did');
select is(support.code('select stripe.report_statement(5, ''{"data": 1}'')'), 'HXA01', 'a page that is none');
-- What a line is to our books.
select is((stripe._read_line(pg_temp.line('t', k.kind, k.source, -5))).movement || ' ' || (stripe._read_line(pg_temp.line('t', k.kind, k.source, -5))).object_id, k.wanted, k.kind || ' is ' || k.wanted)
  from (values ('charge', '{"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}'::jsonb, 'payment pi_1'),
    ('payment', '{"id": "py_1", "object": "charge"}', 'payment py_1'),
    ('refund', '{"id": "re_1", "object": "refund", "payment_intent": "pi_1", "metadata": {"settlement_id": "01a22427-1ba9-7a83-bc40-84c1fd78b8ee"}}', 'refund re_1'),
    ('refund', '{"id": "re_1", "object": "refund", "payment_intent": "pi_1", "metadata": {"settlement_id": "else"}}', 'outside_refund pi_1'),
    ('refund_failure', '{"id": "re_1", "object": "refund", "charge": "ch_1", "payment_intent": null}', 'outside_refund ch_1'),
    ('transfer', '{"id": "tr_1", "object": "transfer"}', 'transfer tr_1'),
    ('transfer_refund', '{"id": "trr_1", "object": "transfer_reversal", "transfer": "tr_1"}', 'transfer tr_1'),
    ('adjustment', '{"id": "du_1", "object": "dispute"}', 'dispute du_1'),
    ('adjustment', '"dp_1"', 'dispute dp_1'),
    ('adjustment', 'null', 'other t'),
    ('payout', '{"id": "po_1", "object": "payout"}', 'payout po_1'),
    ('topup', '{"id": "tu_1", "object": "topup"}', 'payout tu_1'),
    ('stripe_fee', 'null', 'cost t'),
    ('something_new', '{"id": "x_1"}', 'other t')) as k (kind, source, wanted);
-- Fees.
select results_eq($$select a.kind, sum(l.amount_cents) from ledger.journal as j join ledger.entry as l on l.journal_id = j.id join ledger.account as a on a.id = l.account_id
    where j.kind = 'processing_fee' group by a.kind order by a.kind$$, $$values ('processing_cost', -84::numeric), ('stripe', 84)$$, 'the fees of all lines are posted, out of what Stripe holds');
select is(stripe._post_fees(array(select l.id from stripe.statement_line as l)), 2, 'again they are known');
select is((select count(*) from ledger.journal as j where j.kind = 'processing_fee'), 2::bigint, 'and not posted twice');
set constraints all immediate;
select is(support.code_now($$select ledger._post('processing_fee', core.new_id(), null, 'USD', array[row('processing_cost', null, -5)::ledger.leg, row('stripe', null, 5)::ledger.leg])$$), 'HXA18', 'a fee without its line');
select is(support.code_now($$select ledger._post('processing_fee', (select l.id from stripe.statement_line as l where l.kind = 'transfer'), null, 'USD', array[row('processing_cost', null, -5)::ledger.leg, row('stripe', null, 5)::ledger.leg])$$), 'HXA18', 'nor one that its line does not tell');
select is(support.code_now($$select ledger._post('processing_fee', (select l.id from stripe.statement_line as l where l.kind = 'transfer'), null, 'USD', array[row('fee', null, -5)::ledger.leg, row('stripe', null, 5)::ledger.leg])$$), 'HXA18', 'and it is a cost');
select is(support.code('update stripe.statement_line set fee_cents = 1') || support.code('delete from stripe.statement_line'), 'HXA11HXA11', 'lines stay as they were read');
select is(support.code_now('insert into stripe.statement_line select (jsonb_populate_record(l, ''{"transaction_id": "5", "id": "01a22427-1ba9-7a83-bc40-84c1fd78b8ee", "provider_transaction_id": "t"}'')).* from stripe.statement_line as l limit 1'), 'HXA11', 'and bear their own transaction');
select is(support.code_now('insert into stripe.comparison (movement, object_id, currency) values (''payment'', ''pi'', ''USD''); update stripe.comparison set object_id = ''pi_2'''), 'HXA11', 'a comparison is of one object');
select is(support.code_now('insert into stripe.inquiry (object, object_id, answered_at, due_at) values (''charge'', ''ch'', core.now(), null); update stripe.inquiry set attempts = 2'), 'HXA11', 'an inquiry is answered once');
select * from finish();
rollback;
