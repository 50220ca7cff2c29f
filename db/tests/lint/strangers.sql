-- S14 ESC-25 SEC-08 SEC-09: every public procedure, as every role, on another's rows: generated from the catalog, so none is forgotten.
begin;
create temporary table work as select support.task_in('PROOF_SUBMITTED') as id;
select support.task_in('DISPUTED');
create temporary table sketch as select support.draft_in('CLARIFYING') as id;
create temporary table contest as select d.id from dispute.dispute as d;
select support.person('stranger');
create temporary view procedures as
select p.oid, n.nspname || '.' || p.proname as name, p.proargnames, p.pronargs, p.proargtypes,
       has_function_privilege('hx_member', p.oid, 'execute') as for_member,
       has_function_privilege('hx_anon', p.oid, 'execute') as for_nobody
  from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
 where p.proowner = (select r.oid from pg_roles as r where r.rolname = 'hx_owner')
   and n.nspname <> 'route' and left(p.proname, 1) <> '_' and p.prorettype <> 'trigger'::regtype
   and exists (select from aclexplode(p.proacl) as g where g.grantee <> p.proowner);
-- A call with another's ids and some value of each other type.
create function pg_temp.call_of(procedure oid) returns text language sql volatile as $f$
    select format('select %s(%s)', p.name, (select string_agg(format('%I => %s', p.proargnames[a.n],
        case when p.proargnames[a.n] = 'task_id' then quote_literal((select w.id from work as w))
             when p.proargnames[a.n] = 'proof_id' then quote_literal(support.proof_of((select w.id from work as w)))
             when p.proargnames[a.n] = 'dispute_id' then quote_literal((select c.id from contest as c))
             when p.proargnames[a.n] = 'draft_id' then quote_literal((select k.id from sketch as k))
             when a.type = 'task.question_code'::regtype then '''moving.largest_item'''
             when a.type = 'task.answer_text'::regtype then '''The couch'''
             when a.type = 'uuid'::regtype then quote_literal(core.new_id())
             when a.type = 'proof.photo_input[]'::regtype then 'support.photos()'
             when a.type = 'dispute.reason_code'::regtype then '''OTHER'''
             when a.type = 'dispute.evidence_kind'::regtype then '''MESSAGE'''
             when p.proargnames[a.n] = 'reason' then '''why'''
             when p.proargnames[a.n] = 'description' then '''done''' end), ', ')
        from unnest(p.proargtypes::oid[]) with ordinality as a (type, n)
       where p.proargnames[a.n] in ('task_id', 'proof_id', 'dispute_id', 'draft_id', 'question', 'answer', 'description', 'photos', 'reason', 'kind')))
      from procedures as p where p.oid = $1
$f$;
create temporary table doors as
select p.name, p.oid from procedures as p
 where p.for_member and p.proargnames && array['task_id', 'proof_id', 'dispute_id', 'draft_id'];
select plan((select count(*)::integer from doors) * 3 + 10);
select cmp_ok((select count(*) from doors), '>=', 12::bigint, 'the doors are there');
select is(support.code_as('stranger', pg_temp.call_of(d.oid)), 'HXA02', d.name || ' answers a stranger as if there were nothing')
  from doors as d where d.name not in ('task.accept');
select is(support.code_as('stranger', pg_temp.call_of(d.oid)), 'HXA03', d.name || ' of a taken task is a conflict')
  from doors as d where d.name in ('task.accept');
select is(support.code_as('no_account', pg_temp.call_of(d.oid)), 'HX504', d.name || ' sends who has no account to register') from doors as d;
select support.be_nobody();
select is(support.code(pg_temp.call_of(d.oid), 'hx_member'), 'HX501', d.name || ' answers nobody with HX501') from doors as d;

-- The matrix: who may call what. A wider grant is a visible difference.
select set_eq($$select p.name from procedures as p where p.for_member$$, array[
    'account.get_badges', 'account.get_payout_account', 'account.get_payouts', 'account.get_percentiles', 'account.get_profile', 'account.repay_debt', 'account.set_up_payouts', 'account.get_trust_tier', 'account.get_xp',
    'account.pause', 'account.resume', 'account.register', 'account.statement', 'account.statement_csv', 'account.update_profile', 'badge.get_definitions', 'dispute.add_evidence', 'dispute.create',
    'dispute.get_by_id', 'dispute.get_by_task_id', 'escrow.create_intent', 'escrow.get_by_task_id', 'escrow.money_timeline', 'geo.hide_position', 'geo.share_position', 'onboarding.complete', 'onboarding.complete_step', 'onboarding.confirm_role', 'onboarding.get_calibration',
    'onboarding.get_inference', 'onboarding.get_progress', 'onboarding.set_role', 'onboarding.submit_calibration', 'onboarding.submit_capabilities',
    'task.abandon_draft', 'task.answer_question', 'task.get_answers', 'task.get_draft', 'task.get_questions', 'task.post_draft', 'task.resume_draft',
    'task.start_draft', 'task.update_draft', 'ledger.get_inclusion_proof', 'ledger.get_seals',
    'proof.accept', 'proof.get_by_task_id', 'proof.reject', 'proof.submit', 'task.abandon', 'task.accept', 'task.cancel',
        'task.complete', 'task.create', 'task.delete_saved_search', 'task.get_by_id', 'task.get_feed', 'task.get_matching_score', 'task.get_saved_searches', 'task.history', 'task.list', 'task.request_completion',
    'task.run_saved_search', 'task.save_search', 'task.search', 'task.start', 'task.suggest_price',
    'task.submit_proof', 'trust.get_history', 'eligibility.explain', 'verification.get_capability_profile', 'verification.get_opportunities', 'verification.get_status',
    'verification.get_work_eligibility', 'verification.initiate_background_check', 'verification.set_willingness', 'verification.submit_insurance', 'verification.submit_licence', 'xp.base', 'xp.effective', 'xp.get_ledger', 'xp.level_of', 'xp.streak_multiplier'], 'what a member may call');
select is_empty($$select p.name from procedures as p where p.for_nobody$$, 'who has no account calls nothing');
select set_eq($$select p.name from procedures as p where has_function_privilege('hx_job', p.oid, 'execute')$$, array[
    'account.confirm_identity', 'trust_review.process_due', 'trust_review.compute_percentiles',
    'account.process_due', 'audit.open_findings', 'metrics.take_daily_reports', 'stripe.reconcile', 'stripe.report_balance', 'stripe.report_inquiries',
    'stripe.report_statement', 'stripe.take_inquiries', 'stripe.take_statement', 'audit.keep_proofs', 'audit.verify_seals', 'ledger.seal_days', 'ledger.verify_seal', 'metrics.read',
    'audit.prove', 'audit.prove_lately', 'cache.stale_keys', 'audit.readiness', 'core.code_of', 'core.defer', 'core.fail', 'core.health', 'core.make_partitions', 'core.new_id', 'core.now',
    'core.purge', 'core.record_failure', 'core.relay', 'core.sweep', 'dispute.process_due', 'geo.forget_positions', 'ledger.balance', 'ledger.take_snapshots',
    'ledger.trial_balance', 'settlement.in_doubt', 'settlement.process_due', 'settlement.report', 'settlement.submit', 'settlement.take',
    'stripe.ask_accounts', 'stripe.begin_poll', 'stripe.drain', 'stripe.end_poll', 'stripe.ingest', 'stripe.process', 'stripe.report_accounts', 'stripe.report_evidence', 'stripe.report_intents',
    'stripe.take_accounts', 'stripe.take_evidence', 'stripe.take_intents', 'stripe.unknown_events', 'task.process_due', 'task.process_due_drafts', 'task.refresh_category_prices', 'task.refresh_poster_quality', 'verification.process_due', 'verification.resolve'], 'what the workers may call');
select set_eq($$select p.name from procedures as p where exists (select from aclexplode((select f.proacl from pg_proc as f where f.oid = p.oid)) as g
    join pg_roles as r on r.oid = g.grantee where r.rolname = 'hx_web')$$, array['core.call', 'core.contract',
    'core.health', 'cache.recall', 'metrics.read', 'stripe.ingest', 'verification.ingest'], 'what the web''s own role may call');
select set_eq($$select p.name from procedures as p where has_function_privilege('hx_support', p.oid, 'execute')$$, array[
    'admin.dry_run', 'admin.get_approvals', 'admin.get_dead_letters', 'admin.get_disputes', 'admin.get_events', 'admin.get_findings', 'admin.get_flags', 'admin.get_freezes', 'admin.get_machines', 'admin.get_person',
    'admin.get_settlements', 'admin.get_task', 'admin.search_people', 'admin.search_tasks', 'admin.whoami', 'audit.get_reconciliation', 'audit.open_findings',
    'metrics.get_daily_report', 'metrics.get_daily_report_csv', 'audit.prove', 'audit.readiness', 'eligibility.check', 'eligibility.explain', 'geo.get_nearest', 'verification.get_queue',
    'ledger.balance', 'ledger.get_flows', 'ledger.get_seals', 'ledger.trial_balance', 'ledger.verify_seal', 'metrics.read', 'settlement.in_doubt'], 'what support may call');
select set_eq($$select p.name from procedures as p where has_function_privilege('hx_moderator', p.oid, 'execute')
    and not has_function_privilege('hx_support', p.oid, 'execute')$$, array['admin.get_actions', 'admin.strike', 'admin.suspend'], 'what a moderator may call besides');
select set_eq($$select p.name from procedures as p where has_function_privilege('hx_admin', p.oid, 'execute')
    and not has_function_privilege('hx_moderator', p.oid, 'execute')$$, array['account.confirm_identity', 'admin.approve', 'admin.create_invite', 'admin.get_invites', 'admin.permit_onboarding', 'admin.revoke_invite', 'admin.set_flag', 'admin.ban', 'admin.charge_worker', 'admin.close_dead_letter',
    'admin.explain_finding', 'admin.fix_finding', 'admin.own_finding', 'admin.flush_cache', 'admin.freeze', 'admin.get_staff', 'admin.reinstate', 'admin.request_approval', 'admin.set_staff_role', 'admin.thaw', 'admin.write_off_debt', 'core.make_partitions',
    'dispute.escalate', 'dispute.request_evidence', 'dispute.resolve', 'dispute.start_review', 'escrow.hold', 'escrow.lift_hold',
    'escrow.refund', 'escrow.release', 'ledger.seal_days', 'ledger.take_snapshots', 'settlement.hold', 'settlement.lift_hold', 'settlement.refuse',
    'settlement.retry', 'settlement.reverse', 'verification.review', 'verification.revoke'], 'what an admin may call besides');
-- An act of staff alone is on the record: whoever may call it, its body writes it.
select is_empty($$select p.name from procedures as p join pg_proc as f on f.oid = p.oid
    where f.provolatile = 'v' and not p.for_member and has_function_privilege('hx_admin', p.oid, 'execute')
      and p.name not in ('ledger.take_snapshots', 'ledger.seal_days', 'core.make_partitions') and f.prosrc !~ 'admin\._act\('$$, 'every act of staff is recorded');
select set_eq($$select r.rolname::text from pg_roles as r where has_function_privilege(r.oid, 'core.become(text, text)', 'execute')
    and r.rolname ~ '^hx_'$$, array['hx_owner', 'hx_dba'], 'who may become another');
select * from finish();
rollback;
