-- STL-16 STR-09 P12 P23 W2 D20 D28: what Stripe tells later than, before, or against what we held true: a settlement and
-- journals of its own, nothing ordered by itself, a finding; money that left twice freezes its kind.
begin;
select plan(81);
select support.payout_account('worker');
create temporary table work (label text, id uuid);
create function pg_temp.ref(label text) returns text language sql immutable as $f$ select 're_' || $1 $f$;
-- An order of a kind, sent, and its fate.
create function pg_temp.sent(label text, kind text, fate text default null, error text default null) returns text language plpgsql as $f$
begin
    insert into pg_temp.work values ($1, support.task_in(case $2 when 'refund' then 'CANCELLED' else 'COMPLETED' end, 'poster_' || $1));
    if $3 = 'unsent' then return 'PENDING'; end if;
    perform support.send();
    return case when $3 is null then 'SUBMITTED' else support.report((select support.settlement_of(w.id, $2) from pg_temp.work as w where w.label = $1), $3,
        case $3 when 'done' then pg_temp.ref($1) end, $4) end;
end $f$;
create function pg_temp.task(label text) returns uuid language sql stable as 'select w.id from pg_temp.work as w where w.label = $1';
create function pg_temp.first(label text) returns uuid language sql stable as $f$
    select s.id from settlement.settlement as s where s.escrow_id = support.escrow_of(pg_temp.task($1)) order by s.id limit 1
$f$;
create function pg_temp.all_of(label text) returns text language sql stable as $f$
    select string_agg(concat_ws(' ', s.kind, s.amount_cents, s.state, s.last_error), ', ' order by s.id) from settlement.settlement as s
     where s.escrow_id = support.escrow_of(pg_temp.task($1))
$f$;
create function pg_temp.books(label text) returns text language sql stable as $f$
    select string_agg(b.kind || ' ' || b.cents, ', ' order by b.kind) from (
        select a.kind, sum(l.amount_cents) as cents from ledger.entry as l
          join ledger.account as a on a.id = l.account_id where l.escrow_id = support.escrow_of(pg_temp.task($1)) group by a.kind having sum(l.amount_cents) <> 0) as b
$f$;
create function pg_temp.told(label text, type text, status text default 'succeeded', reference text default null, amount bigint default null, back bigint default 0) returns text language plpgsql as $f$
declare outcome text := support.deliver(support.movement_event(pg_temp.first($1), $2, coalesce($4, pg_temp.ref($1)), $3, $5, $6));
begin
    set constraints all immediate;
    set constraints all deferred;
    return outcome;
end $f$;
create function pg_temp.findings(kind text) returns bigint language sql stable as $f$ select count(*) from audit.finding as f where f.kind = $1 $f$;

-- A refund that failed after it was settled
select is(pg_temp.sent('late', 'refund', 'done'), 'SETTLED', 'a refund is settled');
select is(pg_temp.told('late', 'refund.created', 'pending'), 'settled', 'its creation told late is no news');
select is(pg_temp.told('late', 'refund.updated', 'succeeded'), 'settled', 'nor is its success');
select is(pg_temp.told('late', 'refund.failed', 'failed'), 'refund_reversed', 'it failed at the bank');
select is(pg_temp.all_of('late'), 'refund 10000 SETTLED, reversal 10000 SETTLED', 'a movement of its own');
select is(pg_temp.books('late'), 'refund_due 10000, stripe -10000', 'and it is due again');
select is((select d.error from core.dead_letter as d join settlement.settlement as s on s.id = d.order_id where s.kind = 'reversal'), 'refund_failed', 'for a person');
select is(pg_temp.told('late', 'refund.failed', 'failed'), 'movement_known', 'told again it is known');
select is(pg_temp.told('late', 'refund.updated', 'succeeded'), 'movement_known', 'and older word of it changes nothing');
select is(pg_temp.books('late'), 'refund_due 10000, stripe -10000', 'nothing is posted twice');
select is(support.send(), 0::bigint, 'nothing is sent by itself');
select is(support.act_as_admin(format('select concat_ws('' '', state, amount_cents) from settlement.retry(%L, ''another card'')', support.settlement_of(pg_temp.task('late'), 'reversal'))), 'PENDING 10000', 'an admin has it sent again');
select support.charge_back(pg_temp.task('late'), '{created,funds_withdrawn,lost}', 4000);
select is(pg_temp.all_of('late'), 'refund 10000 SETTLED, reversal 10000 SETTLED, refund 10000 FAILED stopped, refund 6000 PENDING', 'a chargeback stops that as ever, and the rest goes out');
select is(pg_temp.books('late'), 'chargeback -1500, refund_due 6000, stripe -4500', 'nobody has it twice');
select is(support.broken(), '', 'audit.prove() is clean');

-- A chargeback that is lost after a refund came back and was not sent again: from what is due
select pg_temp.sent('due', 'refund', 'done'); select pg_temp.told('due', 'refund.failed', 'failed');
select support.charge_back(pg_temp.task('due'), '{created,funds_withdrawn,lost}');
select is(pg_temp.books('due'), 'chargeback -1500, stripe 1500', 'what is due is the bank''s, and nobody owes');
select is(support.code_as_admin(format('select settlement.retry(%L, ''x'')', support.settlement_of(pg_temp.task('due'), 'reversal'))), 'HXA03', 'and no more is due');
select is(support.code(format('insert into settlement.settlement (kind, leg, source_id, escrow_id, payee_id, amount_cents, currency, replaces_id, provider_key)
    select ''refund'', ''poster'', s.id, s.escrow_id, s.payee_id, 1, s.currency, s.id, ''k'' from settlement.settlement as s where s.id = %L', support.settlement_of(pg_temp.task('due'), 'reversal'))), 'HXA18', 'not by hand either');

-- A refund that failed before the answer
select pg_temp.sent('early', 'refund');
select is(pg_temp.told('early', 'refund.failed', 'failed'), 'settlement_failed', 'it failed before its answer');
select is(pg_temp.told('early', 'refund.created', 'pending'), 'movement_known', 'its creation told after that');
select is(pg_temp.told('early', 'refund.updated', 'pending', pg_temp.ref('early')), 'movement_known', 'in any form');
select is(support.report(pg_temp.first('early'), 'done', pg_temp.ref('early')), 'FAILED', 'and the answer');
select is(pg_temp.all_of('early'), 'refund 10000 FAILED refund_failed', 'it stays FAILED');
select pg_temp.sent('canceled', 'refund');
select is(pg_temp.told('canceled', 'refund.updated', 'canceled'), 'settlement_failed', 'canceled too');
-- While it is absent by our own look-up
select pg_temp.sent('lost', 'refund');
select settlement._fail(pg_temp.first('lost'), 'absent', true);
select is(pg_temp.told('lost', 'refund.failed', 'failed'), 'movement_known', 'one that was not found and failed');
select is(pg_temp.told('lost', 'refund.created', 'pending'), 'movement_known', 'is not settled by its creation told late');
select is(pg_temp.all_of('lost'), 'refund 10000 FAILED absent', 'it is owed');

-- Done after all
select pg_temp.sent('after_all', 'transfer', 'refused', 'balance_insufficient');
select is(pg_temp.told('after_all', 'transfer.created'), 'settled_after_all', 'a transfer that FAILED was made');
select is(pg_temp.all_of('after_all'), 'transfer 8500 FAILED balance_insufficient, transfer 8500 SETTLED', 'one in its place is settled so');
select is(pg_temp.findings('settled_after_all'), 1::bigint, 'which is a finding');
select is(pg_temp.told('after_all', 'transfer.created'), 'settled', 'told again it is known');
select is(pg_temp.told('after_all', 'transfer.reversed', back => 8500), 'reversed_outside', 'its reversal is found by its own id');
select is(pg_temp.books('after_all'), 'fee 1500, payable 8500, stripe -10000', 'and it is owed again');
select pg_temp.sent('replaced', 'transfer', 'refused', 'balance_insufficient');
select support.act_as_admin(format('select settlement.retry(%L, ''again'')', pg_temp.first('replaced')));
select settlement.take('slow');
select is(pg_temp.told('replaced', 'transfer.created'), 'settled_after_all', 'with another taken in its place');
select is(pg_temp.all_of('replaced'), 'transfer 8500 FAILED balance_insufficient, transfer 8500 SETTLED', 'which is not sent');
select is((select count(*) from settlement.submit(array[support.settlement_of(pg_temp.task('replaced'))], array[1::bigint])), 0::bigint, 'the worker who had it may not');
select pg_temp.sent('reversed_first', 'transfer', 'refused', 'balance_insufficient');
select is(pg_temp.told('reversed_first', 'transfer.reversed', back => 8500), 'reversed_outside', 'made and taken back before we heard of either');
select is(pg_temp.told('reversed_first', 'transfer.created'), 'settled', 'then its creation');
select is(pg_temp.all_of('reversed_first'), 'transfer 8500 FAILED balance_insufficient, transfer 8500 SETTLED, reversal 8500 SETTLED', 'each once');
select pg_temp.sent('by_answer', 'transfer', 'refused', 'balance_insufficient');
select is(support.report(pg_temp.first('by_answer'), 'done', 'tr_slow', fence => 1), 'FAILED stale', 'an answer of a slow worker');
select is(pg_temp.all_of('by_answer'), 'transfer 8500 FAILED balance_insufficient, transfer 8500 SETTLED', 'is as good as an event');
select is(support.broken(), '', 'audit.prove() is clean');

-- Reversed outside, before, in part, and over ours
select pg_temp.sent('parts', 'transfer', 'done');
select is(pg_temp.told('parts', 'transfer.reversed', back => 3000), 'reversed_outside', 'a part of a transfer came back');
select is(pg_temp.told('parts', 'transfer.reversed', back => 3000), 'reversal_known', 'told again it is known');
select is(pg_temp.told('parts', 'transfer.reversed', back => 8500), 'reversed_outside', 'then the rest');
select is(pg_temp.told('parts', 'transfer.reversed', back => 3000), 'reversal_known', 'an older sum is no news');
select is(pg_temp.all_of('parts'), 'transfer 8500 SETTLED, reversal 3000 SETTLED, reversal 5500 SETTLED', 'each as what came on top');
select is(pg_temp.findings('reversed_outside'), 4::bigint, 'and found');
select pg_temp.sent('ours', 'transfer', 'done');
select support.act_as_admin(format('select settlement.reverse(%L, 5000, ''not done'')', pg_temp.first('ours')));
select support.send();
select is(pg_temp.told('ours', 'transfer.reversed', back => 5000), 'reversal_known', 'word of our own reversal is not another');
select support.report(support.settlement_of(pg_temp.task('ours'), 'reversal'), 'done', 'trr_1');
select support.act_as_admin(format('select settlement.reverse(%L, 3500, ''all of it'')', pg_temp.first('ours')));
select is(pg_temp.told('ours', 'transfer.reversed', back => 8500), 'reversed_outside', 'another hand took the rest before we sent it');
select is(pg_temp.all_of('ours'), 'transfer 8500 SETTLED, reversal 5000 SETTLED, reversal 3500 FAILED reversed_outside, reversal 3500 SETTLED', 'ours is not sent any more');
select is(support.send(), 0::bigint, 'by nobody');
select pg_temp.sent('unanswered', 'transfer');
select is(pg_temp.told('unanswered', 'transfer.reversed', back => 8500), 'reversed_outside', 'taken back before the answer: it was sent');
select is(support.report(pg_temp.first('unanswered'), 'done', pg_temp.ref('unanswered')), 'SETTLED', 'and the answer is no news');
select is(pg_temp.all_of('unanswered'), 'transfer 8500 SETTLED, reversal 8500 SETTLED', 'each once');

-- A transfer that failed
select pg_temp.sent('failed', 'transfer');
select is(pg_temp.told('failed', 'transfer.failed'), 'settlement_failed', 'a transfer that failed before its answer');
select is(pg_temp.told('failed', 'transfer.created'), 'movement_known', 'its creation told after that');
select is(support.report(pg_temp.first('failed'), 'done', pg_temp.ref('failed')), 'FAILED', 'and the answer');
select is(pg_temp.told('failed', 'transfer.failed'), 'movement_known', 'and its failure again');
select pg_temp.sent('failed_late', 'transfer', 'done');
select is(pg_temp.told('failed_late', 'transfer.failed'), 'reversed_outside', 'one that failed after it was settled came back whole');
select is(pg_temp.books('failed_late'), 'fee 1500, payable 8500, stripe -10000', 'and is owed again');

-- What is not ours or not well formed
select is(support.deliver(replace(support.movement_event(pg_temp.first('parts'), 'transfer.created', 'tr_alien'), 'settlement_id', 'nothing')), 'transfer_unknown', 'a transfer that nobody ordered');
select is(support.deliver(replace(support.movement_event(pg_temp.first('late'), 'refund.created', 're_alien'), 'settlement_id', 'nothing')), 'refund_not_ours', 'a refund of another hand is told by its charge');
select is(support.deliver(replace(support.movement_event(pg_temp.first('late'), 'refund.created', 're_x'), 'succeeded', 'mystery')), 'refund_malformed', 'a status that is none');
select is(support.deliver(replace(support.movement_event(pg_temp.first('parts'), 'transfer.reversed', 'tr_x'), 'amount_reversed', 'something')), 'transfer_malformed', 'a reversal of nothing');
select is(pg_temp.findings('settlement_contradicted'), 0::bigint, 'none of all this is a contradiction');
select is((select count(*) from core.freeze as f where f.frozen_at is not null), 0::bigint, 'and nothing is frozen');
select is(support.broken(), '', 'audit.prove() is clean');

-- Money that left twice
select pg_temp.sent('twice', 'transfer', 'done');
select is(pg_temp.told('twice', 'transfer.created', reference => 'tr_second'), 'settlement_contradicted', 'a second transfer of one order');
select is((select f.severity || ' ' || (f.details ->> 'kind') from audit.finding as f where f.kind = 'settlement_contradicted'), 'P0 transfer', 'is grave');
select is((select string_agg(f.scope, ' ') from core.freeze as f where f.frozen_at is not null and f.frozen_by is null), 'TRANSFERS', 'and freezes its kind');
insert into work values ('frozen', support.task_in('COMPLETED'));
select is(support.send(), 0::bigint, 'none is sent');
select support.act_as_admin('select admin.thaw(''TRANSFERS'', ''looked at it'')');
select is(support.send(), 1::bigint, 'until a person thaws it');
select is(support.report(pg_temp.first('twice'), 'done', 'tr_third', fence => 1), 'SETTLED stale', 'an answer of a third');
select is((select count(*) from core.freeze as f where f.frozen_at is not null), 0::bigint, 'to an attempt that ended already changes nothing');
insert into settlement.attempt (settlement_id, fence, worker, action) select s.id, 0, 'slow', 'send' from settlement.settlement as s where s.id = pg_temp.first('twice');
select support.report(pg_temp.first('twice'), 'done', 'tr_third', fence => 0);
select is(pg_temp.findings('settlement_contradicted'), 2::bigint, 'to one that had not it is as grave');
select pg_temp.sent('amount', 'refund');
select is(pg_temp.told('amount', 'refund.created', amount => 9999), 'settlement_contradicted', 'another amount than was ordered');
select is(pg_temp.all_of('amount'), 'refund 10000 SUBMITTED', 'settles nothing');
select is((select string_agg(f.scope, ' ' order by f.scope) from core.freeze as f where f.frozen_at is not null), 'REFUNDS TRANSFERS', 'and freezes its kind');
select is(support.deliver(replace(support.movement_event(pg_temp.first('amount'), 'refund.created', 're_amount'), '"usd"', '"eur"')), 'settlement_contradicted', 'another currency');
select is((select sum(b.balance_cents) from ledger.trial_balance() as b), 0::numeric, 'the trial balance is zero');
select * from finish();
rollback;
