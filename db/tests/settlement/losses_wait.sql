-- STR-10 D20 D28 P7: a chargeback or a refund by another hand meets a refund of ours: taken, sent, in doubt, refused for it, refused
-- by staff. Nobody has the money twice, nobody owes what is due to him.
begin;
select plan(41);
create temporary table work (label text, id uuid);
create function pg_temp.refund(label text, step text default 'sent') returns uuid language plpgsql as $f$
begin
    insert into pg_temp.work values ($1, support.task_in('CANCELLED', 'poster_' || $1));
    if $2 = 'taken' then perform settlement.take('slow'); elsif $2 = 'sent' then perform support.send(); end if;
    return (select w.id from pg_temp.work as w where w.label = $1);
end $f$;
create function pg_temp.task(label text) returns uuid language sql stable as 'select w.id from pg_temp.work as w where w.label = $1';
create function pg_temp.id(label text) returns uuid language sql volatile as $f$ select support.settlement_of(pg_temp.task($1), 'refund') $f$;
create function pg_temp.all_of(label text) returns text language sql stable as $f$
    select string_agg(concat_ws(' ', s.amount_cents, s.state, s.last_error), ', ' order by s.id) from settlement.settlement as s
     where s.escrow_id = support.escrow_of(pg_temp.task($1))
$f$;
create function pg_temp.books(label text) returns text language sql stable as $f$
    select string_agg(b.kind || ' ' || b.cents, ', ' order by b.kind) from (
        select a.kind, sum(l.amount_cents) as cents from ledger.entry as l
          join ledger.account as a on a.id = l.account_id where l.escrow_id = support.escrow_of(pg_temp.task($1)) group by a.kind having sum(l.amount_cents) <> 0) as b
$f$;
create function pg_temp.back(label text, facts text[], cents bigint default null) returns text language sql as $f$ select support.charge_back(pg_temp.task($1), $2, $3, 'du_' || $1) $f$;
create function pg_temp.letters(label text) returns bigint language sql volatile as $f$ select count(*) from core.dead_letter as d where d.order_id in (select s.id from settlement.settlement as s where s.escrow_id = support.escrow_of(pg_temp.task($1))) and d.closed_at is null $f$;
-- Taken, not sent
select pg_temp.refund('taken', 'taken');
select pg_temp.back('taken', '{created,funds_withdrawn}');
select is(pg_temp.all_of('taken'), '10000 FAILED stopped', 'what a worker has only taken is stopped');
select is((select count(*) from settlement.submit(array[pg_temp.id('taken')], array[1::bigint])), 0::bigint, 'he may not send it');
select pg_temp.back('taken', '{lost}');
select is(pg_temp.books('taken'), 'chargeback -1500, stripe 1500', 'lost: what is due is the bank''s');
-- In doubt, then refused
select pg_temp.refund('refused');
select is(pg_temp.back('refused', '{created,funds_withdrawn,lost}'), 'recorded withdrawn lost', 'a chargeback is lost while a refund is in doubt');
select is(pg_temp.books('refused'), 'chargeback -11500, refund_due 10000, stripe 1500', 'nobody bears it yet');
select is(support.broken(), '', 'which audit.prove() knows');
select is(settlement.process_due(), 0, 'nor does the clock decide');
select is(support.report(pg_temp.id('refused'), 'refused', error => 'charge_disputed'), 'FAILED', 'Stripe refused it for the dispute');
select is(settlement.process_due(), 1, 'then the clock lets it be borne');
select is(pg_temp.books('refused'), 'chargeback -1500, stripe 1500', 'by what was due');
select is(settlement.process_due(), 0, 'once');
-- In doubt, then done
select pg_temp.refund('done');
select pg_temp.back('done', '{created,funds_withdrawn,lost}', 4000);
select is(support.report(pg_temp.id('done'), 'done', 're_1'), 'SETTLED', 'it was done');
select is(settlement.process_due(), 1, 'then');
select is(pg_temp.books('done'), 'chargeback -1500, debt -4000, stripe 5500', 'he has it twice, and owes');
-- In doubt, and refunded by another hand
select pg_temp.refund('outside');
select is(support.deliver(support.refunded_event(support.escrow_of(pg_temp.task('outside')), 10000)), 'refund_known', 'what was sent and is not answered is ours');
-- Refused for the dispute: won, lost
select pg_temp.refund('won');
select pg_temp.back('won', '{created,funds_withdrawn}');
select is(support.report(pg_temp.id('won'), 'refused', error => 'charge_disputed'), 'FAILED', 'Stripe refuses for the dispute');
select is(pg_temp.letters('won'), 0::bigint, 'which is nobody''s work');
select is(support.code_as_admin(format('select settlement.retry(%L, ''x'')', pg_temp.id('won'))), 'HX202', 'nor anybody''s to try again');
select pg_temp.back('won', '{funds_reinstated,won}');
select is(pg_temp.all_of('won'), '10000 FAILED stopped, 10000 PENDING', 'won: it goes out');
-- Refused for it before and told after it was over
select pg_temp.refund('late');
select pg_temp.back('late', '{created,funds_withdrawn,funds_reinstated,won}');
select is(support.report(pg_temp.id('late'), 'refused', error => 'charge_disputed'), 'FAILED', 'refused for a dispute that is over');
select is(pg_temp.letters('late'), 1::bigint, 'is for a person');
select is(support.act_as_admin(format('select state from settlement.retry(%L, ''it is over'')', pg_temp.id('late'))), 'PENDING', 'who has it tried again');
-- Refused otherwise, tried again, stopped, and tried again by its elder
select pg_temp.refund('elder');
create temporary table elder as select pg_temp.id('elder') as id;
select support.report(e.id, 'refused', error => 'expired_or_canceled_card') from elder as e;
select support.act_as_admin(format('select settlement.retry(%L, ''another card'')', e.id)) from elder as e;
select pg_temp.back('elder', '{created,funds_withdrawn}');
select is(pg_temp.all_of('elder'), '10000 FAILED expired_or_canceled_card, 10000 FAILED stopped', 'the one in its place is stopped');
select is(support.code_as_admin(format('select settlement.retry(%L, ''x'')', e.id)), 'HX202', 'and the elder is not tried again either') from elder as e;
select pg_temp.back('elder', '{lost}');
select is(support.code_as_admin(format('select settlement.retry(%L, ''x'')', e.id)), 'HXA03', 'lost, nothing of it is due') from elder as e;
select is(pg_temp.books('elder'), 'chargeback -1500, stripe 1500', 'nobody owes');
-- FAILED and not tried again: lost in part, won, by another hand
select pg_temp.refund('idle'); select support.report(pg_temp.id('idle'), 'refused', error => 'expired_or_canceled_card');
select pg_temp.back('idle', '{created,funds_withdrawn,lost}', 4000);
select is(pg_temp.books('idle'), 'chargeback -1500, refund_due 6000, stripe -4500', 'a part of what is due is the bank''s');
select is(pg_temp.all_of('idle'), '10000 FAILED expired_or_canceled_card', 'what was for a person stays so');
select is(support.act_as_admin(format('select amount_cents from settlement.retry(%L, ''another card'')', pg_temp.id('idle'))), '6000', 'who sends the rest');
select pg_temp.refund('by_hand'); select support.report(pg_temp.id('by_hand'), 'refused', error => 'expired_or_canceled_card');
select is(support.deliver(support.refunded_event(support.escrow_of(pg_temp.task('by_hand')), 10000)), 'refunded_outside', 'staff sends it at Stripe by hand');
select is(coalesce(pg_temp.books('by_hand'), 'even'), 'even', 'and nobody owes');
-- Refused by staff
select pg_temp.refund('refused_by_staff', 'not');
select support.act_as_admin(format('select settlement.hold(%L, ''odd'')', pg_temp.id('refused_by_staff')));
select support.act_as_admin(format('select settlement.refuse(%L, ''a fraud'')', pg_temp.id('refused_by_staff')), 'second');
select pg_temp.back('refused_by_staff', '{created,funds_withdrawn,funds_reinstated,won}');
select is(pg_temp.all_of('refused_by_staff'), '10000 FAILED refused_by_staff', 'what staff refused no chargeback sends');
-- Came back, and refunded by another hand again: known for what it is
select pg_temp.refund('again'); select support.report(pg_temp.id('again'), 'done', 're_again');
select support.deliver(support.movement_event(pg_temp.id('again'), 'refund.failed', 're_again', 'failed'));
create function pg_temp.refunded(label text, later interval) returns text language sql volatile as $f$
    select support.deliver(jsonb_set(support.refunded_event(support.escrow_of(pg_temp.task($1)), 10000)::jsonb, '{created}', to_jsonb(floor(extract(epoch from core.now() + $2))::bigint))::text)
$f$;
select is(pg_temp.refunded('again', '-3 seconds'), 'refund_known', 'our own, told late, is no other hand''s');
select is(pg_temp.books('again'), 'refund_due 10000, stripe -10000', 'and nothing of it is posted');
select is(pg_temp.refunded('again', '3 seconds'), 'refunded_outside', 'a refund that came back does not hide another hand''s');
select is(coalesce(pg_temp.books('again'), 'even'), 'even', 'nobody owes');
-- The same where it failed before our own answer
select pg_temp.refund('never', 'not'); select support.send();
select support.deliver(support.movement_event(pg_temp.id('never'), 'refund.failed', 're_never', 'failed'));
select is(pg_temp.all_of('never'), '10000 FAILED refund_failed', 'one that failed before its answer');
select is(pg_temp.refunded('never', '-3 seconds'), 'refund_known', 'told late, it is ours too');
select is(support.act_as_admin(format('select state from settlement.retry(%L, ''again'')', pg_temp.id('never'))), 'PENDING', 'and goes out again');
select is((select sum(b.balance_cents) from ledger.trial_balance() as b), 0::numeric, 'the trial balance is zero');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
