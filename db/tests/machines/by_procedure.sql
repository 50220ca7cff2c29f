-- M4: every row of core.transition is driven through its public procedure, or stands here with what will bring
-- its procedure: generated from the rows, so none is forgotten.
begin;
create temporary table ways (machine text, from_state text, to_state text, state text, person text, statement text);
-- The task's state to begin with, who acts, and the call; %1$s is the task, %2$s its proof, %3$s its escrow, %4$s its dispute, %5$s the hold, %6$s the transfer, %7$s the finding, %8$s the draft.
insert into ways values
('draft', 'DRAFT', 'CLARIFYING', 'D:DRAFT', 'poster', 'select task.update_draft(''%8$s'', description => ''Carry a couch down the stairs'', category => ''moving'')'),
('draft', 'CLARIFYING', 'READY', 'D:CLARIFYING', null, 'select support.answer_all(''%8$s'')'),
('draft', 'READY', 'CLARIFYING', 'D:READY', 'poster', 'select task.update_draft(''%8$s'', category => ''cleaning'')'),
('draft', 'READY', 'POSTED', 'D:READY', 'poster', 'select task.post_draft(''%8$s'')'),
('draft', 'DRAFT', 'ABANDONED', 'D:DRAFT', 'poster', 'select task.abandon_draft(''%8$s'')'),
('draft', 'CLARIFYING', 'ABANDONED', 'D:CLARIFYING', 'poster', 'select task.abandon_draft(''%8$s'')'),
('draft', 'READY', 'ABANDONED', 'D:READY', null, 'select support.set_clock(interval ''2 hours''), task.process_due_drafts()'),
('draft', 'ABANDONED', 'DRAFT', 'D:ABANDONED', 'poster', 'select task.resume_draft(''%8$s'')'),
('onboarding', 'ROLE_SELECTION', 'PROFILE_SETUP', 'O:ROLE_SELECTION', 'newcomer', 'select onboarding.confirm_role()'),
('onboarding', 'ROLE_SELECTION', 'TUTORIAL', 'O:ROLE_SELECTION', 'newcomer', 'select onboarding.set_role(''poster'')'),
('onboarding', 'PROFILE_SETUP', 'CAPABILITY_CLAIMS', 'O:PROFILE_SETUP', 'newcomer', 'select onboarding.complete_step(''location'', ''WA'')'),
('onboarding', 'CAPABILITY_CLAIMS', 'TUTORIAL', 'O:CAPABILITY_CLAIMS', 'newcomer', 'select onboarding.submit_capabilities(array[''moving''])'),
('onboarding', 'TUTORIAL', 'COMPLETED', 'O:TUTORIAL', 'newcomer', 'select onboarding.complete(true)'),
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
('event', 'PARKED', 'IGNORED', 'PARKED', null, 'select support.set_clock(interval ''25 hours''), stripe.process(e.id) from stripe.event as e where e.state = ''PARKED'''),
('task', 'ACCEPTED', 'OPEN', 'ACCEPTED', 'worker', 'select task.abandon(''%1$s'')'),
('task', 'ACCEPTED', 'CANCELLED', 'ACCEPTED', 'poster', 'select task.cancel(''%1$s'')'),
('task', 'ACCEPTED', 'DISPUTED', 'REJECTED', 'worker', 'select dispute.create(''%1$s'', ''OTHER'', ''done'')'),
('task', 'PROOF_SUBMITTED', 'DISPUTED', 'PROOF_SUBMITTED', 'poster', 'select dispute.create(''%1$s'', ''OTHER'', ''not done'')'),
('task', 'DISPUTED', 'COMPLETED', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''HUSTLER_WINS'', ''done'')'),
('task', 'DISPUTED', 'CANCELLED', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''CLIENT_WINS'', ''not done'')'),
('proof', 'REJECTED', 'ACCEPTED', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''HUSTLER_WINS'', ''done'')'),
('escrow', 'FUNDED', 'REFUND_PARTIAL', 'STARTED', 'poster', 'select task.cancel(''%1$s'')'),
('escrow', 'FUNDED', 'LOCKED_DISPUTE', 'REJECTED', 'worker', 'select dispute.create(''%1$s'', ''OTHER'', ''done'')'),
('escrow', 'LOCKED_DISPUTE', 'FUNDED', 'HELD', 'admin', 'select escrow.lift_hold(''%5$s'', ''clear'')'),
('escrow', 'LOCKED_DISPUTE', 'RELEASED', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''HUSTLER_WINS'', ''done'')'),
('escrow', 'LOCKED_DISPUTE', 'REFUNDED', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''CLIENT_WINS'', ''not done'')'),
('escrow', 'LOCKED_DISPUTE', 'REFUND_PARTIAL', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''SPLIT'', ''half'', 30)'),
('task', 'OPEN', 'EXPIRED', 'OPEN', null, 'select support.set_clock(interval ''3 days''), task.process_due()'),
('event', 'PARKED', 'PROCESSED', 'CONTESTED', null, 'select support.set_clock(interval ''25 hours''), stripe.process(e.id) from stripe.event as e where e.state = ''PARKED'''),
('account', 'SUSPENDED', 'ACTIVE', 'SUSPENDED', null, 'select support.set_clock(interval ''25 hours''), account.process_due()'),
('account', 'ACTIVE', 'PAUSED', 'OPEN', 'worker', 'select account.pause(''a holiday'')'),
('account', 'PAUSED', 'ACTIVE', 'PAUSED', 'worker', 'select account.resume()'),
('dispute', 'OPEN', 'EVIDENCE_REQUESTED', 'DISPUTED', 'admin', 'select dispute.request_evidence(''%4$s'', ''both'', ''tell'')'),
('dispute', 'OPEN', 'UNDER_REVIEW', 'DISPUTED', 'admin', 'select dispute.start_review(''%4$s'', ''look'')'),
('dispute', 'OPEN', 'ESCALATED', 'DISPUTED', 'admin', 'select dispute.escalate(''%4$s'', ''hard'')'),
('dispute', 'OPEN', 'RESOLVED', 'DISPUTED', 'admin', 'select dispute.resolve(''%4$s'', ''HUSTLER_WINS'', ''done'')'),
('dispute', 'EVIDENCE_REQUESTED', 'UNDER_REVIEW', 'EVIDENCE_REQUESTED', 'admin', 'select dispute.start_review(''%4$s'', ''look'')'),
('dispute', 'EVIDENCE_REQUESTED', 'ESCALATED', 'EVIDENCE_REQUESTED', 'admin', 'select dispute.escalate(''%4$s'', ''hard'')'),
('dispute', 'EVIDENCE_REQUESTED', 'RESOLVED', 'EVIDENCE_REQUESTED', 'admin', 'select dispute.resolve(''%4$s'', ''SPLIT'', ''half'', 70)'),
('dispute', 'UNDER_REVIEW', 'ESCALATED', 'UNDER_REVIEW', 'admin', 'select dispute.escalate(''%4$s'', ''hard'')'),
('dispute', 'UNDER_REVIEW', 'RESOLVED', 'UNDER_REVIEW', 'admin', 'select dispute.resolve(''%4$s'', ''CLIENT_WINS'', ''no'')'),
('dispute', 'ESCALATED', 'RESOLVED', 'ESCALATED', 'admin', 'select dispute.resolve(''%4$s'', ''CLIENT_WINS'', ''no'')'),
('intent', 'PREPARING', 'READY', 'ORDERED', null, 'select stripe.report_intents(jsonb_build_array(jsonb_build_object(''intent_id'', j.intent_id, ''fence'', j.fence, ''outcome'', ''made'', ''provider_intent_id'', ''pi_1'', ''client_secret'', ''s''))) from stripe.take_intents(''one'') as j'),
('settlement', 'PENDING', 'LOCKED', 'PAYABLE', null, 'select settlement.take(''one'')'),
('settlement', 'LOCKED', 'PENDING', 'PAYABLE', null, 'select settlement.take(''one''), support.lapse(''%6$s''), settlement.take(''two'')'),
('settlement', 'LOCKED', 'SUBMITTED', 'PAYABLE', null, 'select support.send()'),
('settlement', 'SUBMITTED', 'PENDING', 'PAYABLE', null, 'select support.send(), support.report(''%6$s'', ''absent'')'),
('settlement', 'SUBMITTED', 'FAILED', 'PAYABLE', null, 'select support.send(), support.report(''%6$s'', ''refused'')'),
('settlement', 'SUBMITTED', 'CONFIRMED', 'PAYABLE', null, 'select support.send(), support.report(''%6$s'', ''done'', ''tr_1'')'),
('settlement', 'CONFIRMED', 'SETTLED', 'PAYABLE', null, 'select support.send(), support.report(''%6$s'', ''done'', ''tr_1'')'),
('settlement', 'PENDING', 'FAILED', 'PAYABLE', null, 'select support.act_as_admin(''select settlement.hold(''''%6$s'''', ''''odd'''')''), support.act_as_admin(''select settlement.refuse(''''%6$s'''', ''''no'''')'', ''second'')'),
('circuit', 'CLOSED', 'OPEN', 'PAYABLE', null, 'select support.send(), support.report(''%6$s'', ''unknown'', is_outage => true)'),
('circuit', 'OPEN', 'HALF_OPEN', 'TRIPPED', null, 'select core._circuit_allows(''stripe'', 1)'),
('circuit', 'HALF_OPEN', 'CLOSED', 'TRIPPED', null, 'select core._circuit_allows(''stripe'', 1), core._circuit_told(''stripe'', 1, 0)'),
('circuit', 'HALF_OPEN', 'OPEN', 'TRIPPED', null, 'select core._circuit_allows(''stripe'', 1), core._circuit_told(''stripe'', 0, 1)'),
('finding', 'OPEN', 'EXPLAINED', 'FOUND', 'admin', 'select admin.explain_finding(''%7$s'', ''as it should be'')'),
('finding', 'OPEN', 'FIXED', 'FOUND', null, 'select stripe.reconcile()'),
('credential', 'PENDING', 'VERIFIED', 'OPEN', null, 'select support.credential(''worker'')'),
('credential', 'PENDING', 'FAILED', 'OPEN', null, 'select support.credential(''worker'', verdict => ''FAILED'')'),
('credential', 'VERIFIED', 'EXPIRED', 'OPEN', null, 'select support.credential(''worker'', lasts => interval ''1 day''), support.set_clock(interval ''2 days''), verification.process_due()'),
('credential', 'VERIFIED', 'FAILED', 'OPEN', null, 'select support.act_as_admin(format(''select verification.revoke(%%L, ''''forged'''')'', support.credential(''worker'')))'),
('credential', 'FAILED', 'PENDING', 'OPEN', null, 'select support.credential(''worker'', verdict => ''FAILED''), support.submit(''worker'')'),
('credential', 'EXPIRED', 'PENDING', 'OPEN', null, 'select support.credential(''worker'', lasts => interval ''1 day''), support.set_clock(interval ''2 days''), verification.process_due(), support.submit(''worker'')'),
('payout', 'PENDING', 'PAID', 'PAYABLE', null, 'select support.deliver(support.payout_event(''worker'', ''po_1'', ''paid''))'),
('payout', 'PENDING', 'FAILED', 'PAYABLE', null, 'select support.deliver(support.payout_event(''worker'', ''po_1'', ''failed''))'),
('payout', 'PENDING', 'CANCELED', 'PAYABLE', null, 'select support.deliver(support.payout_event(''worker'', ''po_1'', ''canceled''))'),
('payout', 'PENDING', 'IN_TRANSIT', 'PAYABLE', null, 'select support.deliver(replace(support.payout_event(''worker'', ''po_1'', ''in_transit''), ''payout.in_transit'', ''payout.updated''))'),
('payout', 'IN_TRANSIT', 'PAID', 'PAYABLE', null, 'select support.deliver(replace(support.payout_event(''worker'', ''po_1'', ''in_transit''), ''payout.in_transit'', ''payout.updated'')), support.deliver(support.payout_event(''worker'', ''po_1'', ''paid''))'),
('payout', 'IN_TRANSIT', 'FAILED', 'PAYABLE', null, 'select support.deliver(replace(support.payout_event(''worker'', ''po_1'', ''in_transit''), ''payout.in_transit'', ''payout.updated'')), support.deliver(support.payout_event(''worker'', ''po_1'', ''failed''))'),
('payout', 'IN_TRANSIT', 'CANCELED', 'PAYABLE', null, 'select support.deliver(replace(support.payout_event(''worker'', ''po_1'', ''in_transit''), ''payout.in_transit'', ''payout.updated'')), support.deliver(support.payout_event(''worker'', ''po_1'', ''canceled''))'),
('payout', 'PAID', 'FAILED', 'PAYABLE', null, 'select support.deliver(support.payout_event(''worker'', ''po_1'', ''paid'')), support.deliver(support.payout_event(''worker'', ''po_1'', ''failed''))');
create temporary table later (machine text, from_state text, to_state text, brought_by text);
insert into later values
('account', 'ACTIVE', 'SUSPENDED', 'moderation'), ('account', 'PAUSED', 'SUSPENDED', 'moderation'),
('account', 'ACTIVE', 'BANNED', 'moderation'),
('account', 'PAUSED', 'BANNED', 'moderation'), ('account', 'SUSPENDED', 'BANNED', 'moderation'),
('account', 'BANNED', 'ACTIVE', 'moderation'), ('account', 'SUSPENDED', 'ERASED', 'privacy');

-- How often a move stands in the events after its way was gone, all undone.
create function pg_temp.moved(machine text, from_state text, to_state text, state text, person text, statement text)
returns bigint language plpgsql as $f$
declare
    work uuid;
    call text;
    contest uuid;
    seen bigint;
begin
    -- An undone block in which a clock ran leaves them immediate.
    set constraints all deferred;
    perform support.person('worker');
    work := case when $4 ~ '^[DO]:' then support.task('crew') else case $4
        when 'ORDERED' then support.task('poster') when 'READY' then support.task('poster')
        when 'PARKED' then support.task('poster') when 'PAUSED' then support.task('poster')
        when 'FOUND' then support.task('poster')
        when 'CONTESTED' then support.task('poster') when 'SUSPENDED' then support.task('poster')
        when 'UNPROVED' then support.task_in('ACCEPTED', requires_proof => false)
        when 'PAYABLE' then support.task_in('COMPLETED') when 'TRIPPED' then support.task('poster')
        when 'STARTED' then support.task_in('ACCEPTED') when 'HELD' then support.task_in('ACCEPTED')
        when 'EVIDENCE_REQUESTED' then support.task_in('DISPUTED') when 'UNDER_REVIEW' then support.task_in('DISPUTED')
        when 'ESCALATED' then support.task_in('DISPUTED')
        else support.task_in($4) end end;
    perform support.be('poster');
    if $4 ~ '^D:' then
        perform support.draft_in(substr($4, 3));
    elsif $4 ~ '^O:' then
        perform support.journey_in(substr($4, 3));
    end if;
    if $4 in ('ORDERED', 'READY') then
        perform escrow.create_intent(work);
    end if;
    if $4 = 'READY' then
        update stripe.intent as i set state = 'READY', provider_intent_id = 'pi_' || i.escrow_id;
    elsif $4 = 'PARKED' then
        perform support.deliver(support.payment_event(core.new_id(), amount_cents => 500));
    end if;
    if $4 = 'PAYABLE' then
        perform support.payout_account('worker');
        update core.circuit as c set threshold = 1;
    elsif $4 = 'TRIPPED' then
        perform core._circuit_allows('stripe', 1), core._circuit_told('stripe', 0, 5);
        update core.circuit as c set probe_at = clock_timestamp();
    end if;
    contest := (select d.id from dispute.dispute as d where d.task_id = work);
    if $4 = 'PAUSED' then
        perform support.act('worker', 'select account.pause()');
    elsif $4 = 'FOUND' then
        perform audit._find('missing_in_ledger', 'P2', 'comparison', core.new_id(), '{}');
    elsif $4 = 'CONTESTED' then
        perform support.deliver(support.chargeback_event(core.new_id(), 'created', amount_cents => 500));
    elsif $4 = 'SUSPENDED' then
        update account.user as u set state = 'SUSPENDED', suspension_ends_at = core.now() + interval '1 day' where u.email = 'worker@example.test';
    elsif $4 = 'STARTED' then
        perform support.act('worker', format('select task.start(%L)', work));
        perform support.set_clock(interval '25 hours');
    elsif $4 = 'HELD' then
        perform support.act_as_admin(format('select escrow.hold(%L, ''REVIEW'', ''odd'')', support.escrow_of(work)));
    elsif $4 = 'EVIDENCE_REQUESTED' then
        perform support.act_as_admin(format('select dispute.request_evidence(%L, ''both'', ''tell'')', contest));
    elsif $4 = 'UNDER_REVIEW' then
        perform support.act_as_admin(format('select dispute.start_review(%L, ''look'')', contest));
    elsif $4 = 'ESCALATED' then
        perform support.act_as_admin(format('select dispute.escalate(%L, ''hard'')', contest));
    end if;
    call := format($6, work, support.proof_of(work), support.escrow_of(work), contest,
        (select h.id from escrow.hold as h limit 1), support.settlement_of(work), (select f.id from audit.finding as f limit 1),
        (select d.id from task.draft as d limit 1));
    if $5 is null then
        execute call;
    elsif $5 = 'admin' then
        perform support.act_as_admin(call);
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
