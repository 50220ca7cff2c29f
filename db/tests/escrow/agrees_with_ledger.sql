-- ESC-03 ESC-15 ESC-16 ESC-18 STL-18: what an escrow says is what its journals say, leg by leg, in its currency, and no escrow is
-- funded without Stripe's word; decided at the commit, for the owner too.
begin;
select plan(21);
create temporary table work as
select s.state, support.task_in(s.state) as id
  from (values ('UNFUNDED'), ('OPEN'), ('PROOF_SUBMITTED')) as s (state);
insert into work values ('OTHER', support.task_in('UNFUNDED'));
select support.person('thief');
create function pg_temp.escrow(state text) returns uuid language sql volatile as $f$
    select support.escrow_of(w.id) from work as w where w.state = $1
$f$;
insert into ledger.account (kind, currency) values ('escrow', 'EUR'), ('stripe', 'EUR'), ('refund_due', 'EUR');

-- Stripe's word of a payment for an escrow, as far as it says so
create function pg_temp.word(state text, outcome text default 'funded', amount bigint default 10000) returns uuid language plpgsql as $f$
declare
    heard uuid := (stripe.ingest(support.payment_event(pg_temp.escrow($1), intent_id => 'pi_word' || $1))).event_id;
begin
    insert into stripe.intent (purpose, escrow_id, amount_cents, currency) values ('escrow', pg_temp.escrow($1), $3, 'USD');
    update stripe.intent as i set state = 'SUCCEEDED', provider_intent_id = 'pi_word' || $1 where i.escrow_id = pg_temp.escrow($1);
    update stripe.event as v set state = 'PROCESSED', outcome = $2, finished_at = core.now() where v.id = heard;
    return heard;
end $f$;
-- FUNDED by the owner's hand
create function pg_temp.fund(word text, kind text default 'fund', cents bigint default 10000, currency text default 'USD', giver text default 'stripe')
returns text language sql as $f$
    select format('update escrow.escrow set state = ''FUNDED'', funded_at = core.now(), funding_event_id = %s,
        funding_journal_id = ledger._post(%L, %s, id, %L, array[row(%L, null, -%s)::ledger.leg, row(%L, null, %6$s)::ledger.leg])
        where id = pg_temp.escrow(''UNFUNDED'')', $1, $2, case $2 when 'fund' then 'id' else 'core.new_id()' end, $4, $5, $3,
        case $2 when 'fund' then 'escrow' else 'suspense' end)
$f$;
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'')'), 'none'), 'done', 'with Stripe''s word it is funded');
select is(support.code(pg_temp.fund('null'), 'none'), 'HX007', 'without an event it is not');
select is(support.code(pg_temp.fund('core.new_id()'), 'none'), 'HX007', 'nor with one that never came');
select is(support.code(pg_temp.fund('pg_temp.word(''OTHER'')'), 'none'), 'HX007', 'nor with that of another escrow');
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'', ''recorded'')'), 'none'), 'HX007', 'nor with one that did something else');
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'', ''funded'', 9999)'), 'none'), 'HX007', 'nor for an intent of another amount');
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'')', currency => 'EUR'), 'none'), 'HX007', 'nor in another currency');
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'')', cents => 9999), 'none'), 'HX007', 'nor with a cent less');
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'')', giver => 'fee'), 'none'), 'HXA18', 'nor from the fee');
select is(support.code(pg_temp.fund('pg_temp.word(''UNFUNDED'')', 'adjustment'), 'none'), 'HX007', 'nor by an adjustment');
select is(support.code('update escrow.escrow set funding_event_id = core.new_id() where id = pg_temp.escrow(''OPEN'')', 'none'), 'HX004', 'and the word that funded it stays');

-- Closed by the owner's hand, after a twin of its journal was laid in the way
create function pg_temp.release(legs text, kind text default 'release', currency text default 'USD') returns text language sql as $f$
    select format('select ledger._post(%L, pg_temp.escrow(''PROOF_SUBMITTED''), pg_temp.escrow(''PROOF_SUBMITTED''), %L, array[%s]);', $2, $3, $1)
        || 'update proof.proof set state = ''ACCEPTED'', reviewed_at = core.now() where task_id = (select w.id from work as w where w.state = ''PROOF_SUBMITTED'');
        update task.assignment set ended_at = core.now(), ending = ''completed'' where task_id = (select w.id from work as w where w.state = ''PROOF_SUBMITTED'');
        update task.task set state = ''COMPLETED'', completed_at = core.now() where id = (select w.id from work as w where w.state = ''PROOF_SUBMITTED'')'
$f$;
create function pg_temp.leg(kind text, cents bigint, name text default null) returns text language sql stable as $f$
    select format('row(%L, %L, %s)::ledger.leg', $1, (select u.id from account.user as u where u.email = $3 || '@example.test'), $2)
$f$;
select is(support.code(pg_temp.release(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('payable', 8500, 'worker'), pg_temp.leg('fee', 1500))), 'none'), 'done', 'the right twin is the release');
select is(support.code(pg_temp.release(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('payable', 10000, 'worker'))), 'none'), 'HXA18', 'one without the fee is not');
select is(support.code(pg_temp.release(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('payable', 8500, 'thief'), pg_temp.leg('fee', 1500))), 'none'), 'HXA18', 'nor one to somebody else');
select is(support.code(pg_temp.release(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('refund_due', 10000)), 'refund'), 'none'), 'HX007', 'nor is it refunded besides');
create function pg_temp.part(legs text, kind text default 'partial', currency text default 'USD') returns text language sql as $f$
    select format('update escrow.escrow set state = ''REFUND_PARTIAL'', closed_at = core.now(), release_cents = 6000, refund_cents = 4000, worker_cents = 5100, platform_cents = 900,
        closing_journal_id = ledger._post(%L, id, id, %L, array[%s]) where id = pg_temp.escrow(''PROOF_SUBMITTED'');
        set constraints ledger.journal_is_of_its_escrow, escrow.escrow_agrees_with_ledger immediate', $2, $3, $1)
$f$;
select is(support.code(pg_temp.part(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('payable', 5100, 'worker'), pg_temp.leg('fee', 900), pg_temp.leg('refund_due', 4000))), 'none'), 'HX008', 'a part is posted leg by leg (and then the task goes on: the commit is refused)');
select is(support.code(pg_temp.part(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('payable', 5200, 'worker'), pg_temp.leg('fee', 800), pg_temp.leg('refund_due', 4000))), 'none'), 'HX007', 'not with another fee');
select is(support.code(pg_temp.part(concat_ws(', ', pg_temp.leg('escrow', -10000), pg_temp.leg('payable', 5100, 'worker'), pg_temp.leg('payable', 900, 'thief'), pg_temp.leg('refund_due', 4000))), 'none'), 'HX007', 'nor to two people');
select is(support.code(pg_temp.part(concat_ws(', ', pg_temp.leg('escrow', -9999), pg_temp.leg('payable', 5100, 'worker'), pg_temp.leg('fee', 900), pg_temp.leg('refund_due', 3999))), 'none'), 'HX007', 'nor a cent less');
select is(support.code('delete from city.rule; select support.task(''poster'')', 'none'), 'HXA10', 'no task is born without the terms of its pay');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
