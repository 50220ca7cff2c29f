-- D3 D4 D5 STR-10: somebody refunded a charge at Stripe and not by us: posted as told, held and found; the end stands for it.
begin;
select plan(46);
select support.admin();
create temporary table work (label text, id uuid);
create function pg_temp.task(label text, state text, cents bigint default 10000) returns void language sql as $f$
    insert into pg_temp.work values ($1, support.task_in($2, 'poster_' || $1, $1, $3))
$f$;
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, support.escrow_of(w.id), w.id, support.proof_of(w.id), (select d.id from dispute.dispute as d where d.task_id = w.id),
        (select h.id from escrow.hold as h where h.escrow_id = support.escrow_of(w.id) order by h.id desc limit 1)) from work as w where w.label = $1
$f$;
create function pg_temp.it(label text) returns text language sql stable as $f$
    select concat_ws(' ', t.state, e.state, e.release_cents, e.refund_cents, nullif(e.charged_back_cents, 0), '/' || nullif(e.returned_cents, 0), case when e.held_at is not null then 'held' end)
      from work as w join task.task as t on t.id = w.id join escrow.escrow as e on e.task_id = t.id where w.label = $1
$f$;
create function pg_temp.books(label text) returns text language sql stable as $f$
    select string_agg(b.kind || ' ' || b.cents, ', ' order by b.kind) from (
        select a.kind, sum(l.amount_cents) as cents from work as w join ledger.entry as l on l.escrow_id = support.escrow_of(w.id)
          join ledger.account as a on a.id = l.account_id where w.label = $1 group by a.kind having sum(l.amount_cents) <> 0) as b
$f$;
create function pg_temp.orders(label text) returns text language sql stable as $f$
    select coalesce(string_agg(concat_ws(' ', s.kind, s.state, s.amount_cents), ', ' order by s.kind, s.state, s.id), 'none') from work as w
      join settlement.settlement as s on s.escrow_id = support.escrow_of(w.id) where w.label = $1
$f$;
create function pg_temp.refunded(label text, cents bigint) returns text language plpgsql as $f$
declare outcome text := support.deliver(support.refunded_event(support.escrow_of((select w.id from pg_temp.work as w where w.label = $1)), $2));
begin
    set constraints all immediate;
    set constraints all deferred;
    return outcome;
end $f$;
create function pg_temp.lift(label text) returns text language sql as $f$
    select support.act_as_admin(pg_temp.on($1, 'select escrow_state from escrow.lift_hold(%5$L, ''looked at it'')'))
$f$;
-- Before the end.
select pg_temp.task('part', 'PROOF_SUBMITTED');
select is(pg_temp.refunded('part', 3000), 'refunded_outside', 'a part of it, by another hand');
select is(pg_temp.it('part'), 'PROOF_SUBMITTED LOCKED_DISPUTE held', 'no state by itself, but a hold');
select is(pg_temp.books('part'), 'escrow 10000, stripe -7000, suspense -3000', 'exactly that much is posted');
select is((select count(*) from audit.finding as f where f.kind = 'refunded_outside'), 1::bigint, 'and found');
select is(support.code_as('poster_part', pg_temp.on('part', 'select task.complete(%2$L)')), 'HX202', 'nobody completes meanwhile');
select is(pg_temp.refunded('part', 3000), 'refund_known', 'told again it is known');
select is(pg_temp.refunded('part', 5000), 'refunded_outside', 'more of it is told as the sum');
select is(pg_temp.books('part'), 'escrow 10000, stripe -5000, suspense -5000', 'and posted as what came on top');
select is((select count(*) from escrow.hold as h), 1::bigint, 'one hold');
select is(pg_temp.lift('part'), 'FUNDED', 'staff lifts it');
select support.act('poster_part', pg_temp.on('part', 'select task.complete(%2$L)'));
select is(pg_temp.it('part'), 'COMPLETED RELEASED 10000 0', 'the worker is paid whole');
select is(pg_temp.books('part'), 'debt -5000, fee 1500, payable 8500, stripe -5000', 'and the poster owes what he got back');
select is(pg_temp.orders('part'), 'transfer PENDING 8500', 'one movement');
-- To the poster.
select pg_temp.task('open', 'OPEN');
select pg_temp.refunded('open', 4000);
select pg_temp.lift('open');
select support.act('poster_open', pg_temp.on('open', 'select task.cancel(%2$L)'));
select is(pg_temp.it('open'), 'CANCELLED REFUNDED 0 6000 /4000', 'what he has already is not refunded again');
select is(pg_temp.books('open'), 'refund_due 6000, stripe -6000', 'nothing stays in suspense');
select is(pg_temp.orders('open'), 'refund PENDING 6000', 'the rest is ordered');
select pg_temp.task('whole', 'OPEN');
select pg_temp.refunded('whole', 10000);
select pg_temp.lift('whole');
select is(support.act_as_admin(pg_temp.on('whole', 'select concat_ws('' '', state, refund_cents, returned_cents) from escrow.refund(%1$L, ''refunded by hand'')')), 'REFUNDED 0 10000', 'all of it: nothing goes out');
select is(pg_temp.orders('whole'), 'none', 'no movement');
select is(coalesce(pg_temp.books('whole'), 'none'), 'none', 'the books are even');
-- Split, and together with a chargeback.
select pg_temp.task('split', 'REJECTED');
select pg_temp.refunded('split', 4000);
select pg_temp.lift('split');
select support.act('split', pg_temp.on('split', 'select dispute.create(%2$L, ''OTHER'', ''done'')'));
select support.act_as_admin(pg_temp.on('split', 'select dispute.resolve(%4$L, ''SPLIT'', ''so'', 70)'));
select is(pg_temp.it('split'), 'COMPLETED REFUND_PARTIAL 7000 0 /3000', 'his part is what he has');
select is(pg_temp.books('split'), 'debt -1000, fee 1050, payable 5950, stripe -6000', 'and he owes the rest of it');
select pg_temp.task('both', 'OPEN');
select pg_temp.refunded('both', 2500);
select pg_temp.lift('both');
select support.charge_back((select w.id from work as w where w.label = 'both'), '{created,funds_withdrawn,lost}', 5000);
select is(pg_temp.it('both'), 'CANCELLED REFUNDED 0 2500 5000 /2500', 'a refund by another hand and a chargeback: each once');
select is(pg_temp.books('both'), 'chargeback -1500, refund_due 2500, stripe -1000', 'to the cent');
-- After the end.
select pg_temp.task('paid', 'COMPLETED');
select is(pg_temp.refunded('paid', 4000), 'refunded_outside', 'after a release');
select is(pg_temp.it('paid'), 'COMPLETED RELEASED 10000 0', 'the end stands');
select is(pg_temp.books('paid'), 'debt -4000, fee 1500, payable 8500, stripe -6000', 'the poster owes');
select pg_temp.task('stopped', 'CANCELLED');
select pg_temp.refunded('stopped', 4000);
select is(pg_temp.orders('stopped'), 'refund FAILED 10000, refund PENDING 6000', 'a refund that was not sent is cut down');
select is(pg_temp.books('stopped'), 'refund_due 6000, stripe -6000', 'and nobody owes');
-- Our own refund is no refund by another hand.
select pg_temp.task('ours', 'CANCELLED');
do $$ declare s uuid := (select s.id from settlement.settlement as s where s.escrow_id = support.escrow_of((select w.id from work as w where w.label = 'ours'))); step text;
begin foreach step in array array['LOCKED', 'SUBMITTED'] loop execute support.move('settlement', s, step); end loop; end $$;
select is(pg_temp.refunded('ours', 10000), 'refund_known', 'our own, told before it was confirmed');
select is(pg_temp.books('ours'), 'refund_due 10000, stripe -10000', 'posts nothing');
-- What is not of this world.
select is(support.deliver(support.refunded_event(core.new_id(), 500)), 'no_escrow', 'of no payment that is known: parked');
select is(support.deliver(support.refunded_event(support.escrow_of((select w.id from work as w where w.label = 'paid')), 0)), 'refund_malformed', 'nothing is no refund');
select is(support.deliver(support.refunded_event(support.escrow_of((select w.id from work as w where w.label = 'paid')), 10001)), 'refund_malformed', 'nor more than was paid');
select is(support.deliver(support.refunded_event(support.escrow_of((select w.id from work as w where w.label = 'paid')), 9000, 'eur')), 'refund_malformed', 'nor another currency');
select support.set_clock(interval '25 hours');
select is((select string_agg(r.outcome, ' ') from stripe.event as v cross join lateral stripe.process(v.id) as r where v.state = 'PARKED'), 'refund_without_escrow', 'after a day it is left');
select is((select count(*) from audit.finding as f where f.kind = 'refund_without_escrow'), 1::bigint, 'and found; no phantom is posted');
select support.set_clock(interval '0');
-- By hand.
select pg_temp.task('hand', 'OPEN');
select is(support.code('update stripe.outside_refund set amount_cents = 1'), 'HXA11', 'what was told stays');
select is(support.code('delete from stripe.outside_refund'), 'HXA11', 'and is not removed');
select is(support.code(pg_temp.on('hand', 'update escrow.escrow set outside_cents = 500 where id = %1$L')), 'HXA18', 'nothing is counted that was not told');
select is(support.code(pg_temp.on('hand', 'select escrow._hold(%1$L, ''OUTSIDE_REFUND'', ''x'', null)')), 'HXA18', 'nor held for it');
select is(support.code(pg_temp.on('hand', 'insert into stripe.outside_refund (event_id, provider_charge_id, escrow_id, amount_cents, currency) select v.id, ''ch_x'', %1$L, 500, ''USD'' from stripe.event as v where v.type = ''payment_intent.succeeded'' limit 1')), 'HXA18', 'nor invented');
select is(support.code(pg_temp.on('hand', 'select ledger._post(''refund_outside'', core.new_id(), %1$L, ''USD'', array[row(''suspense'', null, -5)::ledger.leg, row(''stripe'', null, 5)::ledger.leg])')), 'HXA18', 'nor posted without a row');
select is(support.code_as_admin(pg_temp.on('hand', 'select escrow.hold(%1$L, ''OUTSIDE_REFUND'', ''x'')')), 'HXA01', 'nor is it staff''s to open');
select is((select count(*) from escrow.escrow as e where e.returned_cents > e.outside_cents), 0::bigint, 'nothing is returned that was not told');
select is((select sum(b.balance_cents) from ledger.trial_balance() as b where b.currency = 'USD'), 0::numeric, 'the trial balance is zero');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
