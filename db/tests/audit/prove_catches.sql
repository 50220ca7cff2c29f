-- TST-06 ESC-16 STL-08: every invariant of audit.prove() is seen to find its violation. They can only be
-- planted with all triggers off, which the database refuses to everybody but its superuser.
begin;
create temporary table work as
select s.state, support.task_in(s.state) as id
  from (values ('OPEN'), ('ACCEPTED'), ('PROOF_SUBMITTED'), ('COMPLETED'), ('CANCELLED')) as s (state);
insert into work values ('DISPUTED', support.task_in('DISPUTED', 'poster', 'contester'));
insert into work values ('SPLIT', support.task_in('DISPUTED', 'poster', 'splitter'));
select support.act_as_admin(format('select dispute.resolve(%L, ''SPLIT'', ''half'', 70)', d.id)) from dispute.dispute as d where d.task_id = (select w.id from work as w where w.state = 'SPLIT');
insert into work values ('HELD', support.task_in('ACCEPTED', 'poster', 'holder'));
select support.act_as_admin(format('select escrow.hold(%L, ''FRAUD'', ''odd'')', support.escrow_of((select w.id from work as w where w.state = 'HELD'))));
insert into work values ('LOST', support.task_in('COMPLETED', 'poster3', 'loser'));
select support.charge_back((select w.id from work as w where w.state = 'LOST'), '{created,funds_withdrawn,lost}');
insert into work values ('OUTSIDE', support.task_in('COMPLETED', 'poster4', 'outsider'));
select support.deliver(support.refunded_event(support.escrow_of((select w.id from work as w where w.state = 'OUTSIDE')), 4000));
insert into work values ('CALLED_OFF', support.task_in('ACCEPTED', 'poster2', 'off'));
select support.set_clock(interval '10 minutes');
select support.act('poster2', format('select task.cancel(%L)', (select w.id from work as w where w.state = 'CALLED_OFF')));
select support.set_clock(interval '0');
insert into work values ('ORDERED', support.task('poster'));
insert into work values ('PAID', support.task_in('COMPLETED', 'poster5', 'payee')), ('WAITING', support.task_in('COMPLETED', 'poster6', 'held')), ('CLAIMED', support.task_in('COMPLETED', 'poster6', 'claimed'));
select support.payout_account('payee'), support.send(), support.report(support.settlement_of((select w.id from work as w where w.state = 'PAID')), 'done', 'tr_paid');
select support.act_as_admin(format('select settlement.hold(%L, ''odd'')', support.settlement_of((select w.id from work as w where w.state = 'WAITING'))));
select support.act_as_admin(format('select settlement.hold(%L, ''odd'')', support.settlement_of((select w.id from work as w where w.state = 'CLAIMED'))));
select support.act_as_admin(format('select settlement.lift_hold(%L, ''well'')', h.id), 'second') from settlement.hold as h
 where h.settlement_id = support.settlement_of((select w.id from work as w where w.state = 'CLAIMED'));
select support.charge_back((select w.id from work as w where w.state = 'CLAIMED'), '{created}');
select support.act('poster3', 'select account.repay_debt()');
select support.deliver(jsonb_build_object('id', 'evt_debt', 'type', 'payment_intent.succeeded', 'livemode', false, 'data', jsonb_build_object('object', jsonb_build_object(
    'id', 'pi_debt', 'status', 'succeeded', 'currency', 'usd', 'amount_received', i.amount_cents, 'metadata', jsonb_build_object('purpose', 'debt', 'intent_id', i.id))))::text)
  from stripe.intent as i where i.purpose = 'debt';
select support.act('poster', format('select escrow.create_intent(%L)', (select id from work where state = 'ORDERED')));
select support.draft_in('POSTED', 'drafter'), support.journey_in('COMPLETED');
insert into account.invite (code, maximum_uses, expires_at, made_by) select 'PLANT', 5, core.now() + interval '1 day', u.id from account.user as u where u.email = 'drafter@example.test';
insert into account.invite_redemption (account_id, invite_id) select i.made_by, i.id from account.invite as i;
select support.credential('licensed', lasts => interval '20 days'), support.credential('licensed', 'insurance'), support.submit('licensed', 'background');
select verification.resolve('checkr', 'e1', k.id, k.version, 'VERIFIED', 'clear', core.now() + interval '1 year') from verification.credential as k where k.state = 'PENDING';
set constraints all immediate;
set constraints all deferred;
select ledger.take_snapshots();
select ledger._seal_day('2020-01-01'), ledger._seal_day('2020-01-02');
create function pg_temp.id(state text) returns uuid language sql stable as 'select w.id from work as w where w.state = $1';

create temporary table plants (invariant text, statement text);
insert into plants values
('drafts_became_tasks', 'update task.draft set price_cents = 501'),
('drafts_became_tasks', 'update task.task as t set poster_id = (select u.id from account.user as u where u.email = ''poster@example.test'') from task.draft as d where d.task_id = t.id'),
('inferences_follow_answers', 'update onboarding.journey set answers = answers || ''{"motivation": "delegation"}'''),
('inferences_follow_answers', 'update onboarding.journey set tier = ''STRONG'''),
('inferences_follow_answers', 'update onboarding.journey set urgency_bias = 0.5'),
('invites_are_counted', 'update account.invite set uses = uses + 1'),
('invites_are_counted', 'delete from account.invite_redemption'),
('workers_declared_themselves', 'delete from verification.claim as c using onboarding.journey as j where j.account_id = c.account_id'),
('amounts_are_prices', 'update escrow.escrow set amount_cents = 501 where task_id = pg_temp.id(''OPEN'')'),
('balances_follow_entries', 'update ledger.account set balance_cents = balance_cents + 1 where kind = ''payable'''),
('clocks_are_set', 'update task.task set due_at = null, due_event = null where id = pg_temp.id(''OPEN'')'),
('clocks_are_set', 'update task.task set due_event = ''expire'' where id = pg_temp.id(''PROOF_SUBMITTED'')'),
('clocks_are_set', 'update task.assignment set completion_requested_at = core.now() where task_id = pg_temp.id(''ACCEPTED'')'),
('clocks_are_set', 'update task.task set due_at = core.now(), due_event = ''expire'' where id = pg_temp.id(''COMPLETED'')'),
('clocks_are_set', 'insert into dispute.dispute (task_id, poster_id, worker_id, reason, description)
    select t.id, t.poster_id, t.worker_id, ''OVERDUE'', ''x'' from task.task as t where t.id = pg_temp.id(''ACCEPTED'')'),
('clocks_are_set', 'insert into dispute.dispute (task_id, poster_id, worker_id, reason, description, state, due_at)
    select t.id, t.poster_id, t.worker_id, ''OVERDUE'', ''x'', ''ESCALATED'', core.now() from task.task as t where t.id = pg_temp.id(''ACCEPTED'')'),
('closings_are_posted', 'update escrow.escrow set worker_cents = worker_cents + 1, platform_cents = platform_cents - 1 where state = ''RELEASED'''),
('closings_are_posted', 'update ledger.account set owner_id = (select t.poster_id from task.task as t where t.id = pg_temp.id(''ORDERED'')) where kind = ''payable'' and balance_cents = 8500 and owner_id = (select t.worker_id from task.task as t where t.id = pg_temp.id(''COMPLETED''))'),
('closings_are_posted', 'update escrow.escrow set closing_journal_id = funding_journal_id where state = ''REFUNDED'''),
('completed_have_proof', 'delete from proof.proof where task_id = pg_temp.id(''COMPLETED'')'),
('default_partition_is_empty', 'insert into core.event (aggregate, aggregate_id, event, at, recorded_at)
    values (''test'', core.new_id(), ''late'', now(), now() + interval ''10 years'')'),
('endings_together', 'update task.task set state = ''CANCELLED'', cancelled_at = core.now() where id = pg_temp.id(''OPEN'')'),
('endings_together', 'delete from escrow.escrow where task_id = pg_temp.id(''OPEN'')'),
('entries_have_accounts', 'update ledger.entry set account_id = core.new_id()'),
('entries_have_accounts', 'update ledger.entry set amount_cents = -amount_cents'),
('escrow_entries_name_it', 'update ledger.entry set escrow_id = null'),
('escrow_entries_name_it', 'update ledger.entry set escrow_id = core.new_id() where line = 3'),
('escrows_agree_with_ledger', 'update ledger.entry set currency = ''EUR'''),
('escrows_agree_with_ledger', 'update escrow.escrow set state = ''LOCKED_DISPUTE'', closed_at = null, closing_journal_id = null,
    release_cents = null, refund_cents = null, worker_cents = null, platform_cents = null
    where task_id = pg_temp.id(''COMPLETED'')'),
('events_tell_the_states', 'update account.user set state = ''BANNED'''),
('events_tell_the_states', 'delete from core.event where version = 2'),
('events_tell_the_states', 'insert into core.event (aggregate, aggregate_id, version, event, to_state, at)
    values (''task'', core.new_id(), 1, ''created'', ''OPEN'', now())'),
('events_tell_the_states', 'delete from stripe.event'),
('fundings_are_posted', 'update escrow.escrow set funding_journal_id = closing_journal_id where state = ''RELEASED'''),
('fundings_are_posted', 'update ledger.entry set currency = ''EUR'''),
('fundings_have_events', 'delete from stripe.event'),
('fundings_have_events', 'update escrow.escrow set funding_event_id = core.new_id() where funded_at is not null'),
('fundings_have_events', 'update stripe.intent set amount_cents = amount_cents + 1 where state = ''SUCCEEDED'''),
('journals_have_causes', 'update escrow.escrow set closing_journal_id = funding_journal_id where state = ''RELEASED'''),
('journals_have_causes', 'insert into ledger.journal (kind, source_id) values (''transfer'', core.new_id())'),
('journals_have_causes', 'insert into ledger.journal (kind, source_id) values (''adjustment'', core.new_id());
    update core.setting set value = ''production'' where name = ''environment'''),
('journals_balance', 'update ledger.entry set amount_cents = amount_cents + 1 where line = 1'),
('journals_balance', 'delete from ledger.entry'),
('movements_are_ordered', 'delete from settlement.settlement where kind = ''transfer'''),
('movements_are_ordered', 'delete from settlement.settlement where kind = ''refund'''),
('movements_are_ordered', 'update settlement.settlement set amount_cents = amount_cents + 1'),
('moves_are_legal', 'update core.event set to_state = ''EXPIRED'' where aggregate = ''task'' and to_state = ''ACCEPTED'''),
('moves_are_legal', 'update core.event set from_state = ''OPEN'' where version = 1'),
('no_orphan_orders', 'delete from ledger.journal where kind = ''refund'''),
('no_orphan_orders', 'update settlement.settlement set amount_cents = amount_cents + 1'),
('no_orphan_orders', 'update settlement.settlement set escrow_id = core.new_id()'),
('no_orphan_orders', 'update escrow.escrow set state = ''REFUNDED'', closed_at = core.now(), release_cents = 0, refund_cents = 0, worker_cents = 0, platform_cents = 0 where task_id = pg_temp.id(''ORDERED'')'),
('payees_are_right', 'update settlement.settlement as s set payee_id = t.poster_id from task.task as t where s.kind = ''transfer'' and t.worker_id is not null'),
('payees_are_right', 'insert into settlement.settlement (kind, source_id, leg, escrow_id, payee_id, amount_cents, currency, replaces_id, provider_key)
    select ''reversal'', s.id, s.leg, s.escrow_id, s.payee_id, 1, s.currency, s.id, ''back'' || s.id from settlement.settlement as s where s.kind = ''transfer'''),
('progress_follows_entries', 'update xp.progress set total_xp = total_xp + 1'),
('progress_follows_entries', 'update xp.progress set level = 9'),
('completed_have_proof', 'update proof.proof set submitter_id = core.new_id() where task_id = pg_temp.id(''COMPLETED'')'),
('proofs_follow_tasks', 'update proof.proof set submitter_id = core.new_id() where task_id = pg_temp.id(''PROOF_SUBMITTED'')'),
('proofs_follow_tasks', 'update task.task set state = ''ACCEPTED'' where id = pg_temp.id(''PROOF_SUBMITTED'')'),
('proofs_follow_tasks', 'insert into proof.proof (task_id, assignment_id, submitter_id, attempt, description)
    select p.task_id, p.assignment_id, p.submitter_id, 2, ''x'' from proof.proof as p where p.task_id = pg_temp.id(''COMPLETED'')'),
('work_is_funded', 'update escrow.escrow set state = ''PENDING'', funded_at = null, funding_journal_id = null, funding_event_id = null where task_id = pg_temp.id(''ACCEPTED'')'),
('refunds_are_due', 'update ledger.entry set amount_cents = -amount_cents'),
('reservations_follow_settlements', 'update ledger.account set reserved_cents = 0 where kind = ''payable'''),
('settlements_are_posted', 'update settlement.settlement as s set state = ''SETTLED'', journal_id = e.closing_journal_id, provider_reference = s.id, finished_at = core.now() from escrow.escrow as e where e.id = s.escrow_id'),
('snapshots_sum_entries', 'update ledger.snapshot set balance_cents = balance_cents + 1'),
('snapshots_sum_entries', 'update ledger.snapshot set horizon = ''9999999999'''),
('entries_have_accounts', 'delete from ledger.journal where kind = ''refund'''),
('seals_hold', 'update ledger.seal set journals = journals + 1'),
('seals_hold', 'update ledger.seal set previous_hash = hash where number = 1'),
('seals_hold', 'delete from ledger.seal where number = 1'),
('seals_hold', 'insert into ledger.journal (kind, source_id, transaction_id) values (''transfer'', core.new_id(), ''1'')'),
('seals_hold', 'insert into ledger.seal_leaf (seal_number, place, journal_id, hash, lines, marks) values (1, 0, core.new_id(), ''x'', ''{}'', ''{}'')'),
('workers_are_assigned', 'update task.assignment set ended_at = core.now(), ending = ''cancelled'' where task_id = pg_temp.id(''ACCEPTED'')'),
('workers_are_assigned', 'update task.assignment set ended_at = null, ending = null where task_id = pg_temp.id(''COMPLETED'')'),
('locks_have_causes', 'delete from dispute.dispute where state <> ''RESOLVED'''),
('locks_have_causes', 'update escrow.hold set closed_at = core.now(), closed_by = opened_by, closing_reason = ''x'''),
('locks_have_causes', 'update escrow.escrow set state = ''LOCKED_DISPUTE'' where task_id = pg_temp.id(''ACCEPTED'')'),
('decisions_are_done', 'update dispute.dispute set worker_percent = 71 where outcome = ''SPLIT'''),
('decisions_are_done', 'update dispute.dispute set worker_percent = null, outcome = ''CLIENT_WINS'' where outcome = ''SPLIT'''),
('decisions_are_done', 'update dispute.dispute set worker_id = core.new_id() where outcome = ''SPLIT'''),
('acts_are_recorded', 'delete from admin.action where action = ''dispute.resolve'''),
('acts_are_recorded', 'delete from admin.action where action = ''escrow.hold'''),
('acts_are_recorded', 'update escrow.hold set closed_at = core.now(), closed_by = opened_by, closing_reason = ''x'''),
('compensations_are_due', 'update task.assignment set compensation_cents = compensation_cents + 1 where compensation_cents > 0'),
('staff_moves_are_acts', 'delete from admin.action'),
('staff_moves_are_acts', 'update core.event set actor_id = core.new_id() where aggregate = ''proof'''),
('tiers_follow_entries', 'update trust.standing set tier = 2'),
('tiers_follow_entries', 'insert into trust.entry (account_id, old_tier, new_tier, reason) select u.id, 2, 3, ''PROMOTION'' from account.user as u'),
('points_are_earned', 'delete from trust.point'),
('points_are_earned', 'update trust.point set points = points + 1'),
('badges_are_earned', 'delete from badge.award'),
('badges_are_earned', 'insert into badge.award (account_id, badge_id, task_id) select t.worker_id, ''level-10'', t.id from task.task as t where t.state = ''COMPLETED'' limit 1'),
('streaks_follow_days', 'update xp.progress set streak_days = streak_days + 1, longest_streak = longest_streak + 1 where streak_days > 0'),
('streaks_follow_days', 'update xp.progress set streak_last_day = streak_last_day - 1'),
('streaks_follow_days', 'update xp.entry set day = day + 1; update xp.progress set streak_last_day = streak_last_day + 1 where streak_days > 0'),
('streaks_follow_days', 'update xp.progress set streak_days = 9, longest_streak = 9 where streak_days > 0;
    insert into core.event (aggregate, aggregate_id, event, at) select ''account'', u.id, ''resumed'', now() from account.user as u'),
('badges_are_earned', 'insert into badge.award (account_id, badge_id, task_id) select t.worker_id, ''trust-tier-4'', t.id from task.task as t where t.state = ''COMPLETED'' limit 1'),
('badges_are_earned', 'insert into badge.award (account_id, badge_id, task_id) select t.worker_id, ''perfect-week'', t.id from task.task as t where t.state = ''COMPLETED'' limit 1'),
('badges_are_earned', 'insert into badge.award (account_id, badge_id, task_id) select t.worker_id, ''early-bird'', t.id from task.task as t where t.state = ''COMPLETED'' limit 1'),
('badges_are_earned', 'insert into trust.entry (account_id, old_tier, new_tier, reason) select t.worker_id, 1, 2, ''PROMOTION'' from task.task as t where t.state = ''COMPLETED'' limit 1'),
('compensations_are_due', 'update task.assignment set compensation_cents = 0'),
('chargebacks_are_borne', 'update stripe.chargeback set debt_cents = 0'),
('chargebacks_are_borne', 'update stripe.chargeback set withdrawn_cents = withdrawn_cents + 1'),
('chargebacks_are_borne', 'update stripe.chargeback set from_escrow_cents = debt_cents, debt_cents = 0'),
('journals_have_causes', 'delete from stripe.chargeback'),
('journals_have_causes', 'delete from stripe.outside_refund'),
('outside_refunds_are_borne', 'update stripe.outside_refund set amount_cents = amount_cents + 1, debt_cents = debt_cents + 1'),
('outside_refunds_are_borne', 'update stripe.outside_refund set debt_cents = 0'),
('outside_refunds_are_borne', 'update escrow.escrow set outside_cents = 7 where task_id = pg_temp.id(''ACCEPTED'')'),
('zones_fit_cities', 'update city.city set boundary = ext.st_buffer(boundary, -0.001)'),
('zones_fit_cities', 'update city.zone set boundary = (select z.boundary from city.zone as z where z.code = ''downtown'') where code = ''magnolia'''),
('movements_have_references', 'alter table settlement.settlement drop constraint settlement_confirmed_has_reference; update settlement.settlement set provider_reference = null'),
('movements_have_references', 'update settlement.settlement set provider_reference = ''tr_else'' where state = ''SETTLED'''),
('movements_have_references', 'update settlement.settlement set state = ''SUBMITTED'' where state = ''PENDING'''),
('movements_have_references', 'update settlement.settlement set fence = 0'),
('movements_go_once', 'drop index settlement.settlement_one_live; insert into settlement.settlement (kind, source_id, leg, escrow_id, payee_id, amount_cents, currency, provider_key)
    select s.kind, s.source_id, s.leg, s.escrow_id, s.payee_id, 1, s.currency, ''again'' || s.id from settlement.settlement as s where s.kind = ''transfer'''),
('movements_go_once', 'insert into settlement.settlement (kind, source_id, leg, escrow_id, payee_id, amount_cents, currency, provider_key, replaces_id)
    select s.kind, core.new_id(), s.leg, s.escrow_id, s.payee_id, 1, s.currency, ''again'' || s.id, s.id from settlement.settlement as s where s.kind = ''transfer'''),
('held_movements_wait', 'update settlement.settlement set due_at = core.now() where due_at = ''infinity'''),
('held_movements_wait', 'update settlement.settlement set state = ''LOCKED'', lease_owner = ''x'' where state = ''PENDING'''),
('held_movements_wait', 'insert into settlement.hold (settlement_id, kind, reason, lifts_at) select s.id, ''NEW_DESTINATION'', ''x'', core.now() + interval ''1 day'' from settlement.settlement as s where s.state = ''PENDING'' and s.due_at < ''infinity'''),
('dead_letters_are_told', 'update settlement.settlement set exhausted_at = core.now() where state = ''PENDING'''),
('dead_letters_are_told', 'update settlement.settlement set state = ''FAILED'', finished_at = core.now(), last_error = ''absent'' where state = ''PENDING'''),
('dead_letters_are_told', 'insert into core.dead_letter (kind, order_id, attempts, error) select k, core.new_id(), 1, ''x'' from unnest(array[''settlement'', ''intent'', ''connected_account'', ''evidence'']) as k'),
('debts_are_paid', 'update stripe.intent set amount_cents = amount_cents + 1 where purpose = ''debt'''),
('debts_are_paid', 'delete from ledger.journal where kind = ''debt_paid'''),
('debts_are_paid', 'update stripe.event set outcome = ''recorded'' where outcome = ''debt_paid'''),
('journals_have_causes', 'update stripe.event set outcome = ''suspended_and_refunded'' where outcome = ''debt_paid'''),
('chargebacks_have_evidence', 'delete from stripe.evidence'),
('acts_are_recorded', 'delete from admin.action where action = ''settlement.hold'''),
('acts_are_recorded', 'delete from admin.action where action = ''settlement.lift_hold'''),
('acts_are_recorded', 'update admin.action set details = ''{}'' where action = ''settlement.lift_hold'''),
('events_tell_the_states', 'update dispute.dispute set state = ''ESCALATED'' where state = ''OPEN'''),
('events_tell_the_states', 'update core.circuit set state = ''OPEN'', probe_at = now()'),
('comparisons_follow_both', 'insert into stripe.statement (name, horizon) values (''platform'', ''9999999999'') on conflict (name) do update set horizon = excluded.horizon'),
('comparisons_follow_both', 'insert into stripe.comparison (movement, object_id, currency, ours_cents) values (''payment'', ''pi_1'', ''USD'', 5)'),
('comparisons_follow_both', 'insert into stripe.comparison (movement, object_id, currency, theirs_cents) values (''payment'', ''pi_1'', ''USD'', 5)'),
('journals_have_causes', 'insert into ledger.journal (kind, source_id) values (''processing_fee'', core.new_id())'),
('events_tell_the_states', 'insert into audit.finding (kind, severity, subject, subject_id) values (''x'', ''P3'', ''task'', core.new_id())'),
('openings_are_open', 'delete from task.opening where task_id = pg_temp.id(''OPEN'')'),
('openings_are_open', 'update task.opening set price_cents = price_cents + 1 where task_id = pg_temp.id(''OPEN'')'),
('openings_are_open', 'update task.opening set demand_id = 0 where task_id = pg_temp.id(''OPEN'')'),
('openings_are_open', 'update task.opening set task_id = pg_temp.id(''COMPLETED'') where task_id = pg_temp.id(''OPEN'')'),
('openings_are_open', 'update escrow.escrow set state = ''LOCKED_DISPUTE'' where task_id = pg_temp.id(''OPEN'')'),
('profiles_are_derived', 'update verification.capability_profile set clearances = clearances || ''critical''::text'),
('profiles_are_derived', 'update verification.capability_profile set is_insured = false, insurance_expires_at = null where is_insured'),
('profiles_are_derived', 'update verification.capability_profile set insurance_expires_at = insurance_expires_at + interval ''1 day'''),
('profiles_are_derived', 'update verification.capability_profile set inputs_digest = repeat(''0'', 64)'),
('profiles_are_derived', 'update account.user set location_state = ''OR'''),
('profiles_are_derived', 'update trust.standing set tier = 2'),
('profiles_are_derived', 'update verification.willingness set takes_urgent = not takes_urgent'),
('profiles_are_derived', 'delete from verification.capability_profile'),
('profiles_are_derived', 'update verification.claim set role = ''poster'''),
('profiles_are_derived', 'delete from verification.claim'),
('profiles_are_derived', 'update verification.credential set state = ''FAILED'', due_at = null, verified_at = null, expires_at = null, method = null, failure = ''x'' where kind = ''background'''),
('trades_are_licensed', 'update verification.verified_trade set expires_at = expires_at + interval ''1 day'''),
('trades_are_licensed', 'update verification.verified_trade set location_state = ''OR'''),
('trades_are_licensed', 'delete from verification.verified_trade'),
('trades_are_licensed', 'update verification.credential set state = ''EXPIRED'', due_at = null where kind = ''licence'''),
('credentials_are_judged', 'delete from admin.action where action = ''verification.review'''),
('credentials_are_judged', 'delete from verification.word'),
('credentials_are_judged', 'update verification.word set verdict = ''FAILED'''),
('credentials_are_judged', 'alter table verification.credential drop constraint credential_due_by_state; update verification.credential set due_at = null'),
('credentials_are_judged', 'drop index verification.credential_one_verified; insert into verification.credential (account_id, kind, trade, location_state, licence_number, state, version, method, reviewer_id, verified_at, expires_at, due_at)
    select k.account_id, k.kind, k.trade, k.location_state, k.licence_number, k.state, k.version, k.method, k.reviewer_id, k.verified_at, k.expires_at, k.due_at from verification.credential as k where k.kind = ''licence'''),
('events_tell_the_states', 'update verification.credential set version = version + 1'),
('xp_where_due', 'delete from xp.entry'),
('xp_where_due', 'update xp.entry set escrow_id = support.escrow_of(pg_temp.id(''OPEN'')) where task_id = pg_temp.id(''COMPLETED'')');

-- How many violations an invariant finds after a statement without triggers, all undone.
create function pg_temp.found(invariant text, statement text) returns bigint language plpgsql as $f$
declare
    violations bigint;
begin
    perform set_config('session_replication_role', 'replica', true);
    execute statement;
    select v.violations into violations from audit.prove() as v where v.invariant = $1;
    raise exception using errcode = 'TDONE', message = coalesce(violations, -1)::text;
exception when sqlstate 'TDONE' then
    return sqlerrm::bigint;
end $f$;

select plan((select count(*)::integer from plants) + 3);
select is(support.broken(), '', 'nothing is broken to begin with');
select cmp_ok(pg_temp.found(p.invariant, p.statement), '>', 0::bigint, p.invariant || ' finds: ' || left(p.statement, 60))
  from plants as p order by p.invariant;
select is_empty($$select v.invariant from audit.prove() as v except select p.invariant from plants as p$$,
    'no invariant is without its plant');
select is_empty($$select v.invariant from audit.prove() as v where v.ms is null or length(v.statement) < 20$$,
    'each says in words what holds, and how long it took');
select * from finish();
rollback;
