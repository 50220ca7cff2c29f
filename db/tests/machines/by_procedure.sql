-- M4: every row of core.transition is driven through its public procedure, or stands here with what will bring
-- its procedure: generated from the rows, so none is forgotten.
begin;
create temporary table ways (machine text, from_state text, to_state text, state text, person text, statement text);
-- The task's state to begin with, who acts, and the call; %1$s is the task, %2$s its proof, %3$s its escrow.
insert into ways values
('task', 'OPEN', 'ACCEPTED', 'OPEN', 'worker', 'select task.accept(''%1$s'')'),
('task', 'OPEN', 'CANCELLED', 'OPEN', 'poster', 'select task.cancel(''%1$s'')'),
('task', 'ACCEPTED', 'PROOF_SUBMITTED', 'ACCEPTED', 'worker', 'select task.submit_proof(''%1$s'', ''done'', support.photos())'),
('task', 'ACCEPTED', 'COMPLETED', 'UNPROVED', 'poster', 'select task.complete(''%1$s'')'),
('task', 'PROOF_SUBMITTED', 'ACCEPTED', 'PROOF_SUBMITTED', 'poster', 'select proof.reject(''%2$s'', ''no'')'),
('task', 'PROOF_SUBMITTED', 'COMPLETED', 'PROOF_SUBMITTED', 'poster', 'select task.complete(''%1$s'')'),
('proof', 'PENDING', 'SUBMITTED', 'ACCEPTED', 'worker', 'select proof.submit(''%1$s'', ''done'', support.photos())'),
('proof', 'SUBMITTED', 'ACCEPTED', 'PROOF_SUBMITTED', 'poster', 'select proof.accept(''%2$s'')'),
('proof', 'SUBMITTED', 'REJECTED', 'PROOF_SUBMITTED', 'poster', 'select proof.reject(''%2$s'', ''no'')'),
('escrow', 'PENDING', 'FUNDED', 'UNFUNDED', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s''))'),
('escrow', 'PENDING', 'REFUNDED', 'UNFUNDED', 'poster', 'select task.cancel(''%1$s'')'),
('escrow', 'FUNDED', 'RELEASED', 'PROOF_SUBMITTED', 'poster', 'select task.complete(''%1$s'')'),
('escrow', 'FUNDED', 'REFUNDED', 'OPEN', 'poster', 'select task.cancel(''%1$s'')'),
('intent', 'PREPARING', 'SUCCEEDED', 'ORDERED', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s''))'),
('intent', 'READY', 'SUCCEEDED', 'READY', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s''))'),
('intent', 'READY', 'CANCELLED', 'READY', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s'', ''payment_intent.canceled''))'),
('intent', 'PREPARING', 'CANCELLED', 'ORDERED', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s'', ''payment_intent.canceled''))'),
('event', 'RECEIVED', 'PROCESSED', 'UNFUNDED', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s''))'),
('event', 'RECEIVED', 'IGNORED', 'UNFUNDED', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(''%3$s'', ''customer.created''))'),
('event', 'RECEIVED', 'PARKED', 'UNFUNDED', null, 'select stripe.process(event_id) from stripe.ingest(support.payment_event(core.new_id(), amount_cents => 500))'),
('event', 'PARKED', 'IGNORED', 'PARKED', null, 'select support.set_clock(interval ''25 hours''), stripe.process(e.id) from stripe.event as e where e.state = ''PARKED''');
create temporary table later (machine text, from_state text, to_state text, brought_by text);
insert into later values
('task', 'OPEN', 'EXPIRED', 'the clocks'), ('task', 'ACCEPTED', 'OPEN', 'task.abandon'),
('task', 'ACCEPTED', 'CANCELLED', 'task.cancel after acceptance'), ('task', 'ACCEPTED', 'DISPUTED', 'dispute.create'),
('task', 'PROOF_SUBMITTED', 'DISPUTED', 'dispute.create'), ('task', 'DISPUTED', 'COMPLETED', 'dispute.resolve'),
('task', 'DISPUTED', 'CANCELLED', 'dispute.resolve'), ('proof', 'REJECTED', 'ACCEPTED', 'dispute.resolve'),
('escrow', 'FUNDED', 'REFUND_PARTIAL', 'task.cancel after acceptance'), ('escrow', 'FUNDED', 'LOCKED_DISPUTE', 'dispute.create'),
('escrow', 'LOCKED_DISPUTE', 'FUNDED', 'escrow.lift_hold'), ('escrow', 'LOCKED_DISPUTE', 'RELEASED', 'dispute.resolve'),
('escrow', 'LOCKED_DISPUTE', 'REFUNDED', 'dispute.resolve'), ('escrow', 'LOCKED_DISPUTE', 'REFUND_PARTIAL', 'dispute.resolve'),
('account', 'ACTIVE', 'PAUSED', 'account.pause'), ('account', 'PAUSED', 'ACTIVE', 'account.resume'),
('account', 'ACTIVE', 'SUSPENDED', 'moderation'), ('account', 'PAUSED', 'SUSPENDED', 'moderation'),
('account', 'SUSPENDED', 'ACTIVE', 'moderation'), ('account', 'ACTIVE', 'BANNED', 'moderation'),
('account', 'PAUSED', 'BANNED', 'moderation'), ('account', 'SUSPENDED', 'BANNED', 'moderation'),
('account', 'BANNED', 'ACTIVE', 'moderation'), ('account', 'SUSPENDED', 'ERASED', 'privacy'),
('intent', 'PREPARING', 'READY', 'the Stripe worker'),
('event', 'PARKED', 'PROCESSED', 'an escrow known later'),
('settlement', 'PENDING', 'LOCKED', 'the settlement worker'), ('settlement', 'LOCKED', 'PENDING', 'the settlement worker'),
('settlement', 'LOCKED', 'SUBMITTED', 'the settlement worker'), ('settlement', 'SUBMITTED', 'CONFIRMED', 'the settlement worker'),
('settlement', 'SUBMITTED', 'PENDING', 'the settlement worker'), ('settlement', 'SUBMITTED', 'FAILED', 'the settlement worker'),
('settlement', 'CONFIRMED', 'SETTLED', 'the settlement worker'), ('settlement', 'PENDING', 'FAILED', 'settlement.reject');

-- How often a move stands in the events after its way was gone, all undone.
create function pg_temp.moved(machine text, from_state text, to_state text, state text, person text, statement text)
returns bigint language plpgsql as $f$
declare
    work uuid;
    call text;
    seen bigint;
begin
    perform support.person('worker');
    work := case $4
        when 'ORDERED' then support.task('poster') when 'READY' then support.task('poster')
        when 'PARKED' then support.task('poster')
        when 'UNPROVED' then support.task_in('ACCEPTED', requires_proof => false)
        else support.task_in($4) end;
    perform support.be('poster');
    if $4 in ('ORDERED', 'READY') then
        perform escrow.create_intent(work);
    end if;
    if $4 = 'READY' then
        update stripe.intent as i set state = 'READY', provider_intent_id = 'pi_' || i.escrow_id;
    elsif $4 = 'PARKED' then
        perform support.deliver(support.payment_event(core.new_id(), amount_cents => 500));
    end if;
    call := format($6, work, support.proof_of(work), support.escrow_of(work));
    if $5 is null then
        execute call;
    else
        perform support.act($5, call);
    end if;
    select count(*) into seen from core.event as v
     where v.aggregate = $1 and v.from_state = $2 and v.to_state = $3;
    raise exception using errcode = 'TDONE', message = seen::text;
exception when sqlstate 'TDONE' then
    return sqlerrm::bigint;
end $f$;
select plan((select count(*)::integer from ways) + 2);
select cmp_ok(pg_temp.moved(w.machine, w.from_state, w.to_state, w.state, w.person, w.statement), '>', 0::bigint, format('%s %s → %s: %s', w.machine, w.from_state, w.to_state, left(w.statement, 40)))
  from ways as w;
select set_eq($$select t.machine, t.from_state, t.to_state from core.transition as t$$,
    $$select w.machine, w.from_state, w.to_state from ways as w union all select l.machine, l.from_state, l.to_state from later as l$$,
    'every move is driven or awaited');
select is_empty($$select w.machine, w.from_state, w.to_state from ways as w join later as l using (machine, from_state, to_state)$$,
    'and none both');
select * from finish();
rollback;
