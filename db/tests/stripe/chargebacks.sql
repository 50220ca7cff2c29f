-- STR-10 W2 D3 D8 D20 D23 D24 D25 D27 D28: a cardholder's bank takes the money back: before the end, after a release, after a
-- refund; whole and in part; won and lost; in any order.
begin;
select plan(60);
select support.admin();
create function pg_temp.task(label text, state text, cents bigint default 10000, needs_proof boolean default true) returns uuid language sql as $f$
    select support.task_in($2, 'poster_' || $1, $1, $3, $4)
$f$;
create temporary table work (label text, id uuid);
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, support.escrow_of(w.id), w.id, support.proof_of(w.id), (select d.id from dispute.dispute as d where d.task_id = w.id)) from work as w where w.label = $1
$f$;
create function pg_temp.it(label text) returns text language sql stable as $f$
    select concat_ws(' ', t.state, e.state, e.release_cents, e.refund_cents, nullif(e.charged_back_cents, 0), case when e.held_at is not null then 'held' end)
      from work as w join task.task as t on t.id = w.id join escrow.escrow as e on e.task_id = t.id where w.label = $1
$f$;
-- Sums of the escrow's entries by kind of account, and the poster's debt.
create function pg_temp.books(label text) returns text language sql stable as $f$
    select string_agg(b.kind || ' ' || b.cents, ', ' order by b.kind) from (
        select a.kind, sum(l.amount_cents) as cents from work as w join ledger.entry as l on l.escrow_id = support.escrow_of(w.id)
          join ledger.account as a on a.id = l.account_id where w.label = $1 group by a.kind having sum(l.amount_cents) <> 0) as b
$f$;
create function pg_temp.orders(label text) returns text language sql stable as $f$
    select string_agg(concat_ws(' ', s.kind, s.state, s.amount_cents), ', ' order by s.kind, s.state, s.id) from work as w
      join settlement.settlement as s on s.escrow_id = support.escrow_of(w.id) where w.label = $1
$f$;

-- Before the end, won: nothing has happened but time.
insert into work values ('won', pg_temp.task('won', 'PROOF_SUBMITTED'));
select is(support.charge_back((select w.id from work as w where w.label = 'won'), '{created,funds_withdrawn}'), 'held withdrawn', 'the bank takes it back');
select is(pg_temp.it('won'), 'PROOF_SUBMITTED LOCKED_DISPUTE held', 'the money is locked');
select is(pg_temp.books('won'), 'chargeback -11500, escrow 10000, stripe 1500', 'it is gone at Stripe, and the fee with it');
select is(support.code_as('poster_won', pg_temp.on('won', 'select task.complete(%2$L)')), 'HX202', 'nobody completes meanwhile');
select is(support.code_as_admin(pg_temp.on('won', 'select escrow.lift_hold(%L, ''x'')')), 'HXA02', 'no hold is none');
select is(support.code_as_admin(format('select escrow.lift_hold(%L, ''x'')', h.id)), 'HXA03', 'staff does not lift it') from escrow.hold as h;
select support.set_clock(interval '10 days');
select is(support.charge_back((select w.id from work as w where w.label = 'won'), '{funds_reinstated,won}'), 'reinstated won', 'it comes back');
select is(pg_temp.it('won'), 'PROOF_SUBMITTED FUNDED', 'the money is there again');
select is(pg_temp.books('won'), 'chargeback -1500, escrow 10000, stripe -8500', 'Stripe kept its fee');
select is((select t.due_at - p.submitted_at from task.task as t join work as w on w.id = t.id join proof.proof as p on p.task_id = t.id where w.label = 'won'), interval '12 days', 'every due time is later by ten days');
select is(support.act('poster_won', pg_temp.on('won', 'select state from task.complete(%2$L)')), 'COMPLETED', 'and the work goes on to its end');
select support.set_clock(interval '0');

-- Before the end, lost, nothing handed in: called off, and no refund is sent.
insert into work values ('open', pg_temp.task('open', 'OPEN')), ('taken', pg_temp.task('taken', 'ACCEPTED'));
select support.act('taken', pg_temp.on('taken', 'select task.start(%2$L)'));
select support.charge_back(w.id, '{created,funds_withdrawn,lost}') from work as w where w.label in ('open', 'taken');
select is(pg_temp.it(l), 'CANCELLED REFUNDED 0 0 10000', l || ' is called off') from unnest(array['open', 'taken']) as l;
select is(pg_temp.books(l), 'chargeback -1500, stripe 1500', 'the books of ' || l || ' keep the fee alone') from unnest(array['open', 'taken']) as l;
select is(pg_temp.orders(l), null, 'no refund of ' || l) from unnest(array['open', 'taken']) as l;
select is((select a.ending from task.assignment as a join work as w on w.id = a.task_id where w.label = 'taken'), 'refunded', 'nobody abandoned it');

-- In part: the rest is refunded as ever.
insert into work values ('part', pg_temp.task('part', 'OPEN'));
select support.charge_back(w.id, '{created,funds_withdrawn,lost}', 4000) from work as w where w.label = 'part';
select is(pg_temp.it('part'), 'CANCELLED REFUNDED 0 6000 4000', 'a part is lost, the rest goes back');
select is(pg_temp.orders('part'), 'refund PENDING 6000', 'the rest is ordered');

-- Lost with an accepted proof: completed as ever, the poster owes.
insert into work values ('accepted', pg_temp.task('accepted', 'PROOF_SUBMITTED'));
select support.act('poster_accepted', pg_temp.on('accepted', 'select proof.accept(%3$L)'));
select support.charge_back(w.id, '{created,funds_withdrawn,lost}') from work as w where w.label = 'accepted';
select is(pg_temp.it('accepted'), 'COMPLETED RELEASED 10000 0', 'accepted work is paid');
select is(pg_temp.books('accepted'), 'chargeback -1500, debt -10000, fee 1500, payable 8500, stripe 1500', 'and the poster owes what his bank took');
select support.be('poster_accepted');
select is(support.code_as('poster_accepted', $$select task.create(title => 'x', description => 'y', category => 'moving', price_cents => 500, deadline_at => now() + interval '1 day', address => 'z', latitude => 47.6075, longitude => -122.3381)$$), 'HX204', 'who owes does not post');

-- Lost otherwise: a dispute, and a person decides.
insert into work values ('waiting', pg_temp.task('waiting', 'PROOF_SUBMITTED')), ('rejected', pg_temp.task('rejected', 'REJECTED')), ('asked', pg_temp.task('asked', 'ACCEPTED', 10000, false)), ('split', pg_temp.task('split', 'PROOF_SUBMITTED')), ('quarter', pg_temp.task('quarter', 'PROOF_SUBMITTED'));
select support.act('asked', pg_temp.on('asked', 'select task.request_completion(%2$L)'));
select support.charge_back(w.id, '{created,funds_withdrawn,lost}', case when w.label = 'quarter' then 2500 end) from work as w where w.label in ('waiting', 'rejected', 'asked', 'split', 'quarter');
select is(pg_temp.it(l), 'DISPUTED LOCKED_DISPUTE', l || ' is disputed') from unnest(array['waiting', 'rejected', 'asked']) as l;
select is((select d.reason || coalesce(d.opened_by::text, '') from dispute.dispute as d join work as w on w.id = d.task_id where w.label = 'waiting'), 'CHARGEBACK', 'by Stripe''s word');
select support.act_as_admin(pg_temp.on('waiting', 'select dispute.resolve(%4$L, ''CLIENT_WINS'', ''never came'')'));
select is(pg_temp.it('waiting'), 'CANCELLED REFUNDED 0 0 10000', 'what the poster wins he has from his bank');
select is(coalesce(pg_temp.orders('waiting'), 'none'), 'none', 'no refund goes out');
select support.act_as_admin(pg_temp.on('rejected', 'select dispute.resolve(%4$L, ''HUSTLER_WINS'', ''well done'')'));
select is(pg_temp.books('rejected'), 'chargeback -1500, debt -10000, fee 1500, payable 8500, stripe 1500', 'what the worker wins he is paid, and the poster owes');
select support.act_as_admin(pg_temp.on('split', 'select dispute.resolve(%4$L, ''SPLIT'', ''half done'', 70)'));
select is(pg_temp.it('split'), 'COMPLETED REFUND_PARTIAL 7000 0 3000', 'a split: the poster''s part is his bank''s');
select is(pg_temp.books('split'), 'chargeback -1500, debt -7000, fee 1050, payable 5950, stripe 1500', 'and he owes the worker''s');
select support.act_as_admin(pg_temp.on('quarter', 'select dispute.resolve(%4$L, ''SPLIT'', ''half done'', 40)'));
select is(pg_temp.it('quarter'), 'CANCELLED REFUND_PARTIAL 4000 3500 2500', 'a part charged back, and a split');
select is(pg_temp.books('quarter'), 'chargeback -1500, fee 600, payable 3400, refund_due 3500, stripe -6000', 'nobody owes');

-- After a release: the poster owes; by an admin's decision the worker bears it.
insert into work values ('paid', pg_temp.task('paid', 'COMPLETED'));
select is(support.charge_back((select w.id from work as w where w.label = 'paid'), '{created,funds_withdrawn}'), 'recorded withdrawn', 'after the end nothing is held');
select is(pg_temp.it('paid'), 'COMPLETED RELEASED 10000 0', 'the end stands');
select is(support.charge_back((select w.id from work as w where w.label = 'paid'), '{lost}'), 'lost', 'lost');
select is(pg_temp.books('paid'), 'chargeback -1500, debt -10000, fee 1500, payable 8500, stripe 1500', 'the poster owes');
create function pg_temp.claim(label text) returns uuid language sql stable as $f$ select c.id from stripe.chargeback as c where c.escrow_id = support.escrow_of((select w.id from work as w where w.label = $1)) $f$;
select is(support.code_as_admin(format('select admin.charge_worker(%L, 10001, ''not done'')', pg_temp.claim('paid'))), 'HXA19', 'not more than that');
select is(support.code_as_admin(format('select admin.charge_worker(%L, 9000, '' '')', pg_temp.claim('paid'))), 'HXA01', 'for a reason');
select is(support.act_as_admin(format('select debt_cents from admin.charge_worker(%L, 9000, ''they colluded'')', pg_temp.claim('paid'))), '-9000', 'the worker bears it: his payable is on its way, so he owes');
select is(support.code_as_admin(format('select admin.charge_worker(%L, 1000, ''more'')', pg_temp.claim('paid'))), 'HXA03', 'once');
select is(support.act_as_admin(format('select debt_cents from admin.write_off_debt(%L, 1000, ''let it be'')', support.be('poster_paid'))), '0', 'the rest is written off');
select is(support.code_as_admin(format('select admin.write_off_debt(%L, 1, ''more'')', support.be('poster_paid'))), 'HXA19', 'nobody is owed more off than he owes');
select is(support.charge_back((select w.id from work as w where w.label = 'won'), '{created,funds_withdrawn,funds_reinstated,won}', null, 'du_second'), 'recorded withdrawn reinstated won', 'a second chargeback after the end, won: nothing is owed');

-- After a refund: not yet sent it is stopped; lost, nobody gets it twice; won, it goes out.
insert into work values ('stopped', pg_temp.task('stopped', 'CANCELLED')), ('resumed', pg_temp.task('resumed', 'CANCELLED')), ('partly', pg_temp.task('partly', 'CANCELLED')), ('sent', pg_temp.task('sent', 'CANCELLED'));
select support.charge_back(w.id, '{created,funds_withdrawn,lost}') from work as w where w.label = 'stopped';
select is(pg_temp.orders('stopped'), 'refund FAILED 10000', 'the refund is stopped');
select is(pg_temp.books('stopped'), 'chargeback -1500, stripe 1500', 'and what was due went to the bank');
select support.charge_back(w.id, '{created,funds_withdrawn,funds_reinstated,won}') from work as w where w.label = 'resumed';
select is(pg_temp.orders('resumed'), 'refund FAILED 10000, refund PENDING 10000', 'won: a new refund');
select support.charge_back(w.id, '{created,funds_withdrawn,lost}', 4000) from work as w where w.label = 'partly';
select is(pg_temp.orders('partly'), 'refund FAILED 10000, refund PENDING 6000', 'in part: the rest goes out');
do $$ declare s uuid := (select s.id from settlement.settlement as s where s.escrow_id = support.escrow_of((select w.id from work as w where w.label = 'sent'))); step text;
begin foreach step in array array['LOCKED', 'SUBMITTED', 'CONFIRMED', 'SETTLED'] loop execute support.move('settlement', s, step); end loop; end $$;
select support.charge_back(w.id, '{created,funds_withdrawn,lost}') from work as w where w.label = 'sent';
select is(pg_temp.books('sent'), 'chargeback -1500, debt -10000, stripe 11500', 'sent already: he has it twice, and owes');

-- What is not of this world.
select is(support.deliver(support.chargeback_event(core.new_id(), 'created', amount_cents => 500)), 'no_escrow', 'of no payment that is known: parked');
select is(support.deliver(support.chargeback_event(support.escrow_of((select w.id from work as w where w.label = 'paid')), 'created', 'warning_needs_response', 10000, 'du_inquiry')), 'inquiry', 'an inquiry holds nothing');
select is(support.deliver(support.chargeback_event(support.escrow_of((select w.id from work as w where w.label = 'paid')), 'created', 'needs_response', -5, 'du_bad')), 'chargeback_malformed', 'nor what is no amount');
select support.set_clock(interval '25 hours');
select is((select string_agg(r.outcome, ' ') from stripe.event as v cross join lateral stripe.process(v.id) as r where v.state = 'PARKED'), 'chargeback_without_escrow', 'after a day it is recorded');
select is((select count(*) from stripe.chargeback as c where c.escrow_id is null), 1::bigint, 'without anybody');
select is((select count(*) from audit.finding as f where f.kind = 'chargeback_without_escrow'), 1::bigint, 'and found');
select support.set_clock(interval '0');
select is(support.code('update stripe.chargeback set amount_cents = 1'), 'HXA11', 'what Stripe told stays');
select is(support.code(format('select ledger._post(''chargeback'', %L, null, ''USD'', array[row(''chargeback'', null, -5)::ledger.leg, row(''stripe'', null, 5)::ledger.leg])', core.new_id())), 'HXA18', 'no chargeback is invented');
select is(support.code(format('select ledger._post(''debt_written_off'', %L, null, ''USD'', array[row(''debt'', %L, 5)::ledger.leg, row(''chargeback'', null, -5)::ledger.leg])', core.new_id(), support.be('poster_sent'))), 'HXA18', 'nor a debt written off by hand');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
