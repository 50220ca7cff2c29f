-- STR-10 D24 D28: no chargeback, loss or hold of one but by Stripe's word, also for the owner.
begin;
select plan(14);
create temporary table work (label text, id uuid);
insert into work values ('waiting', support.task_in('PROOF_SUBMITTED')), ('paid', support.task_in('COMPLETED')),
    ('held', support.task_in('PROOF_SUBMITTED', 'poster', 'second')),
    ('spaces', support.task_in('PROOF_SUBMITTED', 'poster', 'third'));
create function pg_temp.on(label text, call text) returns text language sql stable as $f$
    select format($2, support.escrow_of(w.id), w.id) from work as w where w.label = $1
$f$;
select is(support.charge_back(w.id, '{created}'), 'held', 'one is told') from work as w where w.label = 'held';

select is(support.code(pg_temp.on('waiting', 'update escrow.escrow set lost_cents = 1 where id = %L')), 'HXA18', 'no loss without one');
select is(support.code(pg_temp.on('held', 'update escrow.escrow set lost_cents = 1 where id = %L')), 'HXA18', 'nor of one that is not decided');
select is(support.code(pg_temp.on('waiting', $$insert into escrow.hold (escrow_id, kind, reason, provider_dispute_id) values (%1$L, 'CHARGEBACK', 'x', 'du_x');
    update escrow.escrow set state = 'LOCKED_DISPUTE', held_at = core.now() where id = %1$L$$)), 'HXA18', 'no hold without one');
select is(support.code(pg_temp.on('held', $$update escrow.hold set closed_at = core.now(), closing_reason = 'x' where escrow_id = %1$L;
    update escrow.escrow set state = 'FUNDED', held_at = null where id = %1$L$$)), 'HXA18', 'none ends before it is decided');
select is(support.code(pg_temp.on('waiting', $$insert into stripe.chargeback (provider_dispute_id, provider_intent_id, escrow_id, amount_cents, currency) values ('du_x', 'pi_' || %1$L, %1$L, 5, 'USD')$$)), 'HXA18', 'none is invented');
select is(support.code(pg_temp.on('paid', $$insert into stripe.chargeback (provider_dispute_id, provider_intent_id, escrow_id, amount_cents, currency) values ('du_y', 'pi_x', %1$L, 10000, 'USD')$$)), 'HXA18', 'nor another told of');
select is(support.code(pg_temp.on('held', $$update stripe.chargeback set outcome = 'lost', closed_at = core.now() where escrow_id = %L$$)), 'HXA18', 'none is decided but by Stripe');
select is(support.deliver(support.chargeback_event(support.escrow_of(w.id), 'closed', 'prevented')), 'closed_otherwise', 'what Stripe decides otherwise decides nothing') from work as w where w.label = 'held';
select is((select count(*) from audit.finding as f where f.kind = 'closed_otherwise'), 1::bigint, 'and is found');
select is(support.deliver(replace(support.chargeback_event(support.escrow_of(w.id), 'created', dispute_id => 'du_eur'), '"usd"', '"eur"')), 'chargeback_malformed', 'nor does one in another currency than the payment''s') from work as w where w.label = 'waiting';

-- A resolver's notes that begin with much space are a reason all the same.
select support.be('poster');
select support.act('poster', pg_temp.on('spaces', 'select dispute.create(%2$L, ''OTHER'', ''x'')'));
select is(support.act_as_admin(format('select state from dispute.resolve(%L, ''CLIENT_WINS'', repeat('' '', 1500) || ''so'')', d.id)), 'RESOLVED', 'a reason after spaces')
  from dispute.dispute as d join work as w on w.id = d.task_id where w.label = 'spaces';
select is((select p.rejection_reason::text from proof.proof as p join work as w on w.id = p.task_id where w.label = 'spaces'), 'so', 'is kept');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;
