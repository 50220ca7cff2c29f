"""Each guard is taken away in turn, and a pgTAP file is seen to fail for it. TST-08.

A test that still passes without the guard that it is about proves nothing.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from test_lint_catches import failing
from test_pgtap import judge, lines_of

TESTS = Path(__file__).resolve().parent.parent / "db/tests"
DROP = "drop trigger {} on {}"
CONSTRAINT = "alter table {1} drop constraint {0}"
# A trigger function that lets everything pass.
BLUNT = (
    "create or replace function {}() returns trigger language plpgsql security definer"
    " set search_path = '' as $$ begin return coalesce(new, old); end $$"
)

INV1 = "invariants/inv1_xp_requires_released_escrow"
INV2 = "invariants/inv2_released_requires_completed_task"
INV3 = "invariants/inv3_completed_requires_accepted_proof"
INV4 = "invariants/inv4_amount_is_immutable"
INV5 = "invariants/inv5_one_entry_per_escrow"
PROOF = "proof/follows_task"
FROZEN = "invariants/terminal_rows_are_frozen"
LAWFUL = "ledger/lawful_journals"
AGREES = "escrow/agrees_with_ledger"
CLEARANCE = "invariants/inv_eligibility_1_clearance_is_the_tiers"
LICENSED = "invariants/inv_eligibility_2_trade_has_licence"
UNEXPIRED = "invariants/inv_eligibility_3_expired_counts_no_more"
INSURED = "invariants/inv_eligibility_4_insurance_has_trade"
CHECKED = "invariants/inv_eligibility_5_one_background_check"
STATES = "invariants/inv_eligibility_6_states_are_real"
WISHES = "invariants/inv_eligibility_7_wishes_open_nothing"
DERIVED = "invariants/inv_eligibility_8_profile_is_derived"

# (what is taken away, the file that must notice)
GUARDS = [
    (DROP.format("xp_requires_released_escrow", "xp.entry"), INV1),
    (DROP.format("progress_follows_entries", "xp.progress"), INV1),
    (CONSTRAINT.format("entry_effective_is_product", "xp.entry"), INV1),
    (DROP.format("escrow_released_requires_completed_task", "escrow.escrow"), INV2),
    (DROP.format("escrow_ends_with_task", "escrow.escrow"), INV2),
    (DROP.format("task_completed_requires_accepted_proof", "task.task"), INV3),
    (DROP.format("zz_guard", "proof.proof"), INV3),
    (DROP.format("escrow_amount_immutable", "escrow.escrow"), INV4),
    (DROP.format("task_terms_immutable", "task.task"), INV4),
    (DROP.format("task_deadline_ahead", "task.task"), INV4),
    (CONSTRAINT.format("task_live_later", "task.task"), INV4),
    (CONSTRAINT.format("task_live_multiplier_of_live", "task.task"), INV4),
    (DROP.format("escrow_amount_is_price", "escrow.escrow"), INV4),
    (CONSTRAINT.format("escrow_one_a_task", "escrow.escrow"), INV4),
    (CONSTRAINT.format("xp_one_entry_per_escrow", "xp.entry"), INV5),
    (DROP.format("xp_ledger_no_delete", "xp.entry"), INV5),
    (DROP.format("xp_ledger_no_truncate", "xp.entry"), INV5),
    (DROP.format("task_terminal_guard", "task.task"), FROZEN),
    (DROP.format("escrow_terminal_guard", "escrow.escrow"), FROZEN),
    (DROP.format("photo_joins_pending_proof", "proof.photo"), FROZEN),
    (BLUNT.format("core._refuse_change"), "core/append_only"),
    (DROP.format("append_only", "ledger.entry"), "core/append_only"),
    (DROP.format("append_only_truncate", "core.event_default"), "core/append_only"),
    (DROP.format("never_truncated", "core.setting"), "core/append_only"),
    (DROP.format("assignment_is_history", "task.assignment"), "core/append_only"),
    (DROP.format("test_clock_never_in_production", "core.setting"), "core/ids_and_clock"),
    ("create or replace function core._context() returns jsonb language sql"
     " as $$ select nullif(current_setting('hx.context', true), '')::jsonb $$", "core/context"),
    ("delete from core.transition where machine = 'escrow' and from_state = 'LOCKED_DISPUTE'",
     "lint/machines"),
    ("insert into core.transition values ('proof', 'SUBMITTED', 'PENDING', 'planted')",
     "machines/law"),
    (DROP.format("zz_guard", "settlement.settlement"), "machines/every_pair"),
    (DROP.format("zz_guard", "account.user"), "machines/every_pair"),
    (DROP.format("zz_record", "task.task"), "task/whole_life"),
    (DROP.format("task_worker_by_assignment", "task.task"), "task/accept"),
    (DROP.format("task_accepted_requires_funded", "task.task"), "task/accept"),
    (DROP.format("task_follows_assignment", "task.task"), "task/accept"),
    (DROP.format("assignment_follows_task", "task.assignment"), "task/accept"),
    ("drop index task.assignment_one_open", "task/accept"),
    ("drop index proof.proof_one_waiting", "task/worker_steps"),
    (CONSTRAINT.format("photo_not_of_another_task", "proof.photo"), "task/worker_steps"),
    (CONSTRAINT.format("photo_not_twice_in_proof", "proof.photo"), "task/worker_steps"),
    (DROP.format("opening_immutable", "task.opening"), "task/feed"),
    (DROP.format("demand_immutable", "task.demand"), "task/feed"),
    (DROP.format("cell_immutable", "task.cell"), "task/feed"),
    (DROP.format("zzz_opening_follows", "task.task"), "task/feed"),
    (DROP.format("zzz_opening_follows", "escrow.escrow"), "task/feed"),
    (DROP.format("weights_whole", "task.weight"), "task/feed_scores"),
    (DROP.format("searches_few", "task.saved_search"), "task/search"),
    (CONSTRAINT.format("position_whole", "geo.position"), "geo/nearest"),
    (CONSTRAINT.format("position_available_is_known", "geo.position"), "geo/nearest"),
    (DROP.format("task_reopened_without_proof", "task.task"), PROOF),
    (DROP.format("proof_born_with_work_under_way", "proof.proof"), PROOF),
    (DROP.format("proof_submitted_for_work_under_way", "proof.proof"), PROOF),
    (DROP.format("proof_verdict", "proof.proof"), PROOF),
    (DROP.format("proof_terms_immutable", "proof.proof"), PROOF),
    (DROP.format("task_completed_requires_accepted_proof", "task.task"), PROOF),
    (CONSTRAINT.format("proof_rejection_has_reviewer", "proof.proof"), PROOF),
    ("drop index proof.proof_one_accepted", PROOF),
    (DROP.format("profile_derived", "verification.capability_profile"), CLEARANCE),
    (DROP.format("profile_derived", "verification.capability_profile"), INSURED),
    (DROP.format("profile_derived", "verification.capability_profile"), CHECKED),
    (DROP.format("profile_derived", "verification.capability_profile"), WISHES),
    (DROP.format("profile_derived", "verification.capability_profile"), DERIVED),
    (DROP.format("never_truncated", "verification.capability_profile"), DERIVED),
    (DROP.format("append_only", "verification.claim"), DERIVED),
    (DROP.format("append_only", "verification.claimed_trade"), DERIVED),
    (DROP.format("append_only_truncate", "verification.claimed_trade"), DERIVED),
    (DROP.format("zzz_recompute", "account.user"), DERIVED),
    (DROP.format("zzz_recompute", "trust.standing"), CLEARANCE),
    (DROP.format("zzz_recompute", "trust.clearance"), CLEARANCE),
    (DROP.format("trade_verified", "verification.verified_trade"), LICENSED),
    (DROP.format("trade_verified", "verification.verified_trade"), UNEXPIRED),
    (DROP.format("never_truncated", "verification.verified_trade"), LICENSED),
    (DROP.format("verdict_on_record", "verification.credential"), LICENSED),
    (DROP.format("zz_guard", "verification.credential"), LICENSED),
    (DROP.format("zzz_recompute", "verification.credential"), LICENSED),
    (DROP.format("terms_immutable", "verification.credential"), UNEXPIRED),
    (DROP.format("insurance_has_trade", "verification.credential"), INSURED),
    (CONSTRAINT.format("credential_insurance_whole", "verification.credential"), INSURED),
    ("drop index verification.credential_one_verified", CHECKED),
    ("drop index verification.credential_one_waiting", CHECKED),
    (CONSTRAINT.format("credential_background_whole", "verification.credential"), CHECKED),
    (DROP.format("state_is_real", "account.user"), STATES),
    (DROP.format("state_is_real", "task.task"), STATES),
    (DROP.format("on_willingness", "verification.willingness"), WISHES),
    (DROP.format("never_truncated", "verification.willingness"), WISHES),
    (DROP.format("on_claim", "verification.claim"), "verification/declare"),
    (DROP.format("due_by_state", "verification.credential"), "verification/clock"),
    (DROP.format("append_only", "verification.reminder"), "verification/clock"),
    (DROP.format("append_only", "verification.word"), "verification/credentials"),
    (DROP.format("zzz_finding", "verification.word"), "verification/credentials"),
    (DROP.format("zz_record", "verification.credential"), "verification/credentials"),
    ("create or replace function eligibility._held(account_id uuid) returns setof"
     " eligibility.capability language sql stable as $$ select p.account_id, p.location_state,"
     " p.tier, p.clearances, array['plumber:WA'], p.is_insured, p.background_checked from"
     " verification.capability_profile as p where p.account_id = _held.account_id $$",
     "eligibility/matrix"),
    (DROP.format("zz_guard", "verification.credential"), "machines/every_pair"),
    (DROP.format("journal_zero_sum", "ledger.journal"), "ledger/postings"),
    (DROP.format("balance_follows_entries", "ledger.account"), "ledger/postings"),
    (DROP.format("on_entry_inserted", "ledger.entry"), "ledger/postings"),
    (CONSTRAINT.format("account_payable_not_negative", "ledger.account"), LAWFUL),
    (CONSTRAINT.format("account_debt_not_positive", "ledger.account"), "ledger/postings"),
    (CONSTRAINT.format("account_reserved_within_balance", "ledger.account"), LAWFUL),
    (CONSTRAINT.format("account_one_a_kind", "ledger.account"), "ledger/postings"),
    (DROP.format("transaction_is_its_own", "ledger.journal"), LAWFUL),
    (DROP.format("transaction_is_its_own", "ledger.entry"), LAWFUL),
    (DROP.format("seal_follows", "ledger.seal"), "ledger/seals"),
    (DROP.format("leaf_joins_next_seal", "ledger.seal_leaf"), "ledger/seals"),
    (DROP.format("append_only", "ledger.seal"), "ledger/seals"),
    (DROP.format("snapshot_sums_entries", "ledger.snapshot"), LAWFUL),
    (DROP.format("journal_is_of_its_escrow", "ledger.journal"), LAWFUL),
    (DROP.format("journal_is_of_its_event", "ledger.journal"), LAWFUL),
    (DROP.format("journal_is_of_its_settlement", "ledger.journal"), LAWFUL),
    (CONSTRAINT.format("journal_of_its_escrow", "ledger.journal"), LAWFUL),
    ("insert into ledger.posting values ('adjustment', 'escrow', -1)", LAWFUL),
    (DROP.format("settlement_is_owed", "settlement.settlement"), "settlement/is_owed"),
    (CONSTRAINT.format("settlement_leg_of_kind", "settlement.settlement"), "settlement/is_owed"),
    (DROP.format("settled_is_posted", "settlement.settlement"), "settlement/machine"),
    (DROP.format("settlement_terms_immutable", "settlement.settlement"), "settlement/machine"),
    ("drop index settlement.settlement_one_live", "settlement/machine"),
    (CONSTRAINT.format("settlement_confirmed_has_reference", "settlement.settlement"),
     "settlement/machine"),
    (CONSTRAINT.format("settlement_provider_reference_unique", "settlement.settlement"),
     "settlement/leases"),
    (DROP.format("submitted_at_is_kept", "settlement.settlement"), "settlement/leases"),
    (DROP.format("attempt_written_once", "settlement.attempt"), "settlement/leases"),
    (DROP.format("never_deleted", "settlement.attempt"), "settlement/leases"),
    (CONSTRAINT.format("attempt_one_a_fence", "settlement.attempt"), "settlement/leases"),
    (CONSTRAINT.format("attempt_done_has_reference", "settlement.attempt"), "settlement/leases"),
    (DROP.format("dead_letter_closed_once", "core.dead_letter"), "settlement/leases"),
    (DROP.format("never_deleted", "core.dead_letter"), "settlement/leases"),
    ("drop index core.dead_letter_one_open", "settlement/leases"),
    ("create or replace function settlement._key_window() returns interval language sql immutable"
     " as $$ select interval '9 days' $$", "settlement/leases"),
    (DROP.format("append_only", "audit.restore"), "settlement/after_restore"),
    (DROP.format("append_only", "audit.backup"), "settlement/after_restore"),
    (DROP.format("zzz_waits", "settlement.settlement"), "settlement/holds"),
    (DROP.format("held_is_not_taken", "settlement.settlement"), "settlement/holds"),
    (DROP.format("hold_before_taking", "settlement.hold"), "settlement/holds"),
    (DROP.format("hold_written_once", "settlement.hold"), "settlement/holds"),
    (DROP.format("hold_lifted_by_another", "settlement.hold"), "settlement/holds"),
    (DROP.format("settlement_hold_on_record", "settlement.hold"), "settlement/holds"),
    (DROP.format("never_deleted", "settlement.hold"), "settlement/holds"),
    (CONSTRAINT.format("hold_second_person", "settlement.hold"), "settlement/holds"),
    (CONSTRAINT.format("hold_closed_whole", "settlement.hold"), "settlement/holds"),
    (CONSTRAINT.format("hold_kind_known", "settlement.hold"), "settlement/holds"),
    ("drop index settlement.hold_one_open_a_kind", "settlement/holds"),
    ("create or replace function settlement._reorder_delay(refused settlement.settlement) returns"
     " interval language sql stable as $$ select interval '0' $$", "settlement/waits_for_account"),
    (DROP.format("connected_account_identity", "stripe.connected_account"),
     "settlement/waits_for_account"),
    (DROP.format("zzz_finding", "settlement.attempt"), "settlement/contradictions"),
    (DROP.format("zzz_transfers_woken", "account.user"), "settlement/suspended"),
    ("create or replace function settlement._can_be_paid(payee_id uuid) returns boolean"
     " language sql stable as $$ select true $$", "settlement/suspended"),
    ("create or replace function stripe._unsent_cents(escrow_id uuid) returns bigint language sql"
     " stable as $$ select 1000000::bigint $$", "settlement/contradictions"),
    ("create or replace function stripe._refund_in_flight(escrow_id uuid) returns boolean"
     " language sql stable as $$ select false $$", "settlement/losses_wait"),
    (DROP.format("zz_guard", "core.circuit"), "machines/every_pair"),
    (DROP.format("zz_record", "core.circuit"), "core/circuit"),
    (CONSTRAINT.format("circuit_probed_unless_closed", "core.circuit"), "core/circuit"),
    (CONSTRAINT.format("circuit_party_shape", "core.circuit"), "core/circuit"),
    (DROP.format("zz_guard", "stripe.payout"), "machines/every_pair"),
    (DROP.format("payout_terms_immutable", "stripe.payout"), "stripe/payouts"),
    (DROP.format("second_person", "admin.action"), "admin/second_person"),
    (DROP.format("approval_written_once", "admin.approval"), "admin/second_person"),
    (DROP.format("never_deleted", "admin.approval"), "admin/second_person"),
    (CONSTRAINT.format("approval_by_another", "admin.approval"), "admin/second_person"),
    (CONSTRAINT.format("setting_two_person_cents", "core.setting"), "admin/second_person"),
    (DROP.format("zzz_freezes", "audit.finding"), "admin/freeze"),
    (DROP.format("never_deleted", "core.freeze"), "admin/freeze"),
    (DROP.format("zz_guard", "audit.finding"), "machines/every_pair"),
    (DROP.format("finding_is_what_was_found", "audit.finding"), "admin/findings"),
    (DROP.format("finding_explained_by_act", "audit.finding"), "admin/findings"),
    (DROP.format("zz_truncate", "audit.finding"), "admin/findings"),
    (CONSTRAINT.format("finding_closed_with_note", "audit.finding"), "admin/findings"),
    (DROP.format("journal_is_of_its_statement", "ledger.journal"), "stripe/statement"),
    (DROP.format("append_only", "stripe.statement_line"), "stripe/statement"),
    (DROP.format("transaction_is_its_own", "stripe.statement_line"), "stripe/statement"),
    (DROP.format("comparison_names_its_object", "stripe.comparison"), "stripe/statement"),
    (DROP.format("inquiry_answered_once", "stripe.inquiry"), "stripe/statement"),
    (DROP.format("append_only", "metrics.daily_report"), "metrics/daily_report"),
    (CONSTRAINT.format("freeze_has_reason", "core.freeze"), "admin/freeze"),
    (CONSTRAINT.format("freeze_scope_known", "core.freeze"), "admin/freeze"),
    (DROP.format("intent_terms_immutable", "stripe.intent"), "stripe/intents"),
    (CONSTRAINT.format("intent_pays_something", "stripe.intent"), "stripe/intents"),
    (DROP.format("append_only", "stripe.payment_failure"), "stripe/intents"),
    ("drop index stripe.intent_one_live_debt", "account/repay_debt"),
    (DROP.format("journal_is_of_its_payment", "ledger.journal"), "account/repay_debt"),
    (DROP.format("evidence_ordered", "stripe.chargeback"), "stripe/evidence"),
    (DROP.format("never_deleted", "stripe.evidence"), "stripe/evidence"),
    (CONSTRAINT.format("evidence_one_a_chargeback", "stripe.evidence"), "stripe/evidence"),
    (DROP.format("zzz_reservation_born", "settlement.settlement"), "settlement/machine"),
    (DROP.format("zzz_reservation_freed", "settlement.settlement"), "settlement/machine"),
    ("drop index stripe.intent_one_live", "escrow/procedures"),
    (DROP.format("escrow_agrees_with_ledger", "escrow.escrow"), AGREES),
    (DROP.format("escrow_funded_by_event", "escrow.escrow"), AGREES),
    (CONSTRAINT.format("escrow_funded_has_event", "escrow.escrow"), AGREES),
    (CONSTRAINT.format("escrow_partial_sum", "escrow.escrow"), "escrow/procedures"),
    (CONSTRAINT.format("escrow_partial_present", "escrow.escrow"), "escrow/procedures"),
    (DROP.format("proof_terms_immutable", "proof.proof"), "invariants/terms_of_the_rest"),
    (DROP.format("intent_terms_immutable", "stripe.intent"), "invariants/terms_of_the_rest"),
    (CONSTRAINT.format("escrow_parts_when_closed", "escrow.escrow"),
     "invariants/terms_of_the_rest"),
    (DROP.format("zzz_finding", "stripe.event"), "stripe/payments"),
    (DROP.format("event_told_immutable", "stripe.event"), "stripe/told"),
    (CONSTRAINT.format("event_provider_id_length", "stripe.event"), "stripe/told"),
    (CONSTRAINT.format("event_type_length", "stripe.event"), "stripe/told"),
    (CONSTRAINT.format("event_object_id_length", "stripe.event"), "stripe/told"),
    ("create or replace function stripe._begin() returns void language sql as ''", "stripe/told"),
    (CONSTRAINT.format("event_provider_id_unique", "stripe.event"), "stripe/payments"),
    (DROP.format("zzz_intent_cancelled", "escrow.escrow"), "task/cancel"),
    (DROP.format("zzz_settlement_ordered", "escrow.escrow"), "task/complete"),
    (DROP.format("zzz_progress", "escrow.escrow"), "task/whole_life"),
    (DROP.format("user_paused_at", "account.user"), "account/pause"),
    (DROP.format("badge_ledger_no_delete", "badge.award"), "badge/award"),
    (DROP.format("badge_ledger_no_truncate", "badge.award"), "badge/award"),
    (DROP.format("badge_is_earned", "badge.award"), "badge/award"),
    (DROP.format("tier_follows_entries", "trust.standing"), "trust/standing"),
    (DROP.format("on_entry_inserted", "trust.entry"), "trust/standing"),
    (DROP.format("append_only", "trust.point"), "trust/standing"),
    (CONSTRAINT.format("entry_one_step", "trust.entry"), "trust/standing"),
    (CONSTRAINT.format("entry_promotion_rises", "trust.entry"), "trust/standing"),
    (DROP.format("identity_kept", "account.user"), "trust/standing"),
    (DROP.format("identity_unborn", "account.user"), "trust/standing"),
    (DROP.format("zzz_abandonment", "task.assignment"), "trust/standing"),
    (DROP.format("zzz_tier_after_pause", "account.user"), "trust/standing"),
    (DROP.format("progress_follows_entries", "xp.progress"), "xp/streak"),
    (DROP.format("zzz_streak_after_pause", "account.user"), "xp/streak"),
    (DROP.format("outside_refund_immutable", "stripe.outside_refund"), "stripe/outside_refunds"),
    (DROP.format("outside_refund_was_told", "stripe.outside_refund"), "stripe/outside_refunds"),
    (DROP.format("hold_of_outside_refund", "escrow.hold"), "stripe/outside_refunds"),
    (DROP.format("escrow_of_outside_refund", "escrow.escrow"), "stripe/outside_refunds"),
    (DROP.format("journal_is_of_its_outside_refund", "ledger.journal"), "stripe/outside_refunds"),
    (DROP.format("compensation_by_terms", "task.assignment"), "task/cancel_taken"),
    (DROP.format("compensation_never_born", "task.assignment"), "task/cancel_taken"),
    (CONSTRAINT.format("assignment_compensated_when_cancelled", "task.assignment"),
     "task/cancel_taken"),
    (DROP.format("task_due_set", "task.task"), "task/abandon"),
    (DROP.format("dispute_born_of_work", "dispute.dispute"), "dispute/create"),
    (CONSTRAINT.format("dispute_one_a_task", "dispute.dispute"), "dispute/create"),
    (DROP.format("dispute_terms_immutable", "dispute.dispute"), "dispute/resolve"),
    (CONSTRAINT.format("dispute_resolver_is_no_party", "dispute.dispute"), "dispute/resolve"),
    (DROP.format("dispute_resolved_by_act", "dispute.dispute"), "dispute/resolve"),
    (DROP.format("dispute_locks_escrow", "dispute.dispute"), "dispute/resolve"),
    (DROP.format("zzz_task_follows", "dispute.dispute"), "dispute/create"),
    (DROP.format("escrow_locked_with_cause", "escrow.escrow"), "dispute/resolve"),
    (DROP.format("task_disputed_with_dispute", "task.task"), "dispute/resolve"),
    (DROP.format("append_only", "dispute.evidence"), "dispute/resolve"),
    (DROP.format("evidence_of_undecided", "dispute.evidence"), "dispute/evidence"),
    (CONSTRAINT.format("evidence_file_of_photo", "dispute.evidence"), "dispute/evidence"),
    (DROP.format("dispute_stands_while_held", "dispute.dispute"), "escrow/held"),
    (DROP.format("proof_stands_while_held", "proof.proof"), "escrow/held"),
    (DROP.format("task_stands_while_held", "task.task"), "escrow/held"),
    (CONSTRAINT.format("escrow_held_is_locked", "escrow.escrow"), "escrow/held"),
    (DROP.format("hold_locks_escrow", "escrow.hold"), "escrow/held"),
    (DROP.format("hold_by_act", "escrow.hold"), "escrow/staff_doors"),
    (DROP.format("hold_is_history", "escrow.hold"), "escrow/staff_doors"),
    (DROP.format("append_only", "admin.action"), "escrow/staff_doors"),
    (CONSTRAINT.format("hold_chargeback_is_stripes", "escrow.hold"), "escrow/held"),
    (DROP.format("zzz_loss_concluded", "escrow.escrow"), "stripe/chargebacks"),
    (DROP.format("zzzz_losses_borne", "escrow.escrow"), "stripe/chargebacks"),
    (DROP.format("chargeback_facts_immutable", "stripe.chargeback"), "stripe/chargebacks"),
    (DROP.format("journal_is_of_its_chargeback", "ledger.journal"), "stripe/chargebacks"),
    (DROP.format("chargeback_was_told", "stripe.chargeback"), "stripe/chargebacks_are_told"),
    (DROP.format("hold_of_chargeback", "escrow.hold"), "stripe/chargebacks_are_told"),
    (DROP.format("loss_of_chargeback", "escrow.escrow"), "stripe/chargebacks_are_told"),
    (DROP.format("journal_is_of_its_act", "ledger.journal"), "stripe/chargebacks"),
    (DROP.format("zones_fit", "city.zone"), "city/zones"),
    (DROP.format("zones_fit", "city.city"), "city/zones"),
    (DROP.format("task_terms_immutable", "task.task"), "city/zones"),
    (CONSTRAINT.format("zone_boundary_valid", "city.zone"), "city/zones"),
    (CONSTRAINT.format("city_boundary_valid", "city.city"), "city/zones"),
    (CONSTRAINT.format("task_zone_fkey", "task.task"), "city/zones"),
    ("drop index city.zone_boundary", "city/zones"),
    (DROP.format("invite_kept", "account.invite"), "account/invites"),
    (DROP.format("never_deleted", "account.invite"), "account/invites"),
    (DROP.format("redemption_counts", "account.invite_redemption"), "account/invites"),
    (DROP.format("append_only", "account.invite_redemption"), "account/invites"),
    (CONSTRAINT.format("invite_uses_within", "account.invite"), "account/invites"),
    (DROP.format("journey_inference_immutable", "onboarding.journey"), "onboarding/calibration"),
    (DROP.format("zz_guard", "onboarding.journey"), "machines/every_pair"),
    (DROP.format("answers_open", "onboarding.trade_answer"), "onboarding/capabilities"),
    (DROP.format("append_only", "onboarding.permit"), "onboarding/calibration"),
    (DROP.format("zz_guard", "task.draft"), "machines/every_pair"),
    (DROP.format("draft_due_set", "task.draft"), "task/drafts"),
    (DROP.format("draft_poster_kept", "task.draft"), "task/drafts"),
    (CONSTRAINT.format("draft_posted_is_task", "task.draft"), "task/drafts"),
    (CONSTRAINT.format("draft_posted_without_place", "task.draft"), "task/drafts"),
    ("drop index task.draft_one_active", "task/drafts"),
    (DROP.format("task_terms_immutable", "task.task"), "task/risk"),
    ("grant execute on function escrow._fund to hx_member", "lint/functions"),
    ("grant execute on function stripe.process to hx_member", "lint/strangers"),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "file"), GUARDS, ids=[f"{n}" for n in range(len(GUARDS))])
def test_guard_is_missed(url: str, guard: str, file: str) -> None:
    """With the guard gone (and rolled back) the file fails, or can't even run."""
    text = (TESTS / f"{file}.sql").read_text(encoding="utf-8")
    text = text.replace("begin;", "", 1).replace("rollback;", "")
    with psycopg.connect(url, options="-c search_path=tap,public") as connection:
        assert judge(lines_of(connection, text)) == [], "it fails with the guard in place"
        connection.rollback()
        connection.execute(guard.encode())
        try:
            lines = failing(connection, text)
        except psycopg.Error as error:
            lines = [str(error)]
        connection.rollback()
    assert lines, f"{file} passes without: {guard}"
