-- Rules that span rows, checked at commit. Loaded after the functions that they call.
create constraint trigger journal_zero_sum after insert on ledger.journal
    deferrable initially deferred for each row execute function ledger.check_zero_sum();
create constraint trigger journal_is_of_its_escrow after insert on ledger.journal
    deferrable initially deferred for each row
    when (new.kind in ('fund', 'release', 'refund', 'partial'))
    execute function escrow.check_journal_is_named();
create constraint trigger journal_is_of_its_event after insert on ledger.journal
    deferrable initially deferred for each row
    when (new.kind in ('payment_suspended', 'suspense_returned'))
    execute function stripe.check_journal_has_event();
create constraint trigger journal_is_of_its_settlement after insert on ledger.journal
    deferrable initially deferred for each row
    when (new.kind in ('transfer', 'refund_settled', 'transfer_reversed', 'refund_reversed'))
    execute function settlement.check_journal_is_named();
create constraint trigger task_ends_with_escrow after insert or update of state on task.task
    deferrable initially deferred for each row
    when (new.state in ('COMPLETED', 'CANCELLED', 'EXPIRED'))
    execute function escrow.check_ends_with_task();
create constraint trigger escrow_ends_with_task after insert or update of state on escrow.escrow
    deferrable initially deferred for each row
    when (new.state in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL'))
    execute function escrow.check_ends_with_task();
create constraint trigger escrow_agrees_with_ledger
    after insert or update of state, funding_journal_id, closing_journal_id on escrow.escrow
    deferrable initially deferred for each row execute function escrow.check_agrees_with_ledger();
-- Work begins only with an open assignment (task_worker_by_assignment), so its end is watched here.
create constraint trigger task_follows_assignment after update of state on task.task
    deferrable initially deferred for each row
    when (old.state in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED')
        and new.state not in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED'))
    execute function task.check_assignment_follows_task();
create constraint trigger assignment_follows_task after insert or update of ended_at on task.assignment
    deferrable initially deferred for each row
    execute function task.check_assignment_follows_task();
create constraint trigger escrow_funded_by_event after insert or update of funding_event_id on escrow.escrow
    deferrable initially deferred for each row when (new.funding_event_id is not null)
    execute function stripe.check_funding_has_event();
create constraint trigger escrow_locked_with_cause after update of state, held_at on escrow.escrow
    deferrable initially deferred for each row
    when (old.state = 'LOCKED_DISPUTE' or new.state = 'LOCKED_DISPUTE')
    execute function dispute.check_locks_escrow();
create constraint trigger hold_locks_escrow after insert or update on escrow.hold
    deferrable initially deferred for each row execute function dispute.check_locks_escrow();
create constraint trigger dispute_locks_escrow after insert or update of state on dispute.dispute
    deferrable initially deferred for each row execute function dispute.check_locks_escrow();
create constraint trigger task_disputed_with_dispute after update of state on task.task
    deferrable initially deferred for each row
    when (old.state is distinct from new.state and 'DISPUTED' in (old.state, new.state))
    execute function dispute.check_locks_escrow();
create constraint trigger dispute_resolved_by_act after update of state on dispute.dispute
    deferrable initially deferred for each row when (new.state = 'RESOLVED')
    execute function admin.check_act_recorded();
create constraint trigger hold_by_act after insert or update on escrow.hold
    deferrable initially deferred for each row when (new.kind <> 'CHARGEBACK')
    execute function admin.check_act_recorded();
create constraint trigger journal_is_of_its_chargeback after insert on ledger.journal
    deferrable initially deferred for each row
    when (new.kind in ('chargeback', 'chargeback_reversed', 'chargeback_debt', 'refund_charged_back',
        'chargeback_reassigned'))
    execute function stripe.check_journal_of_chargeback();
create constraint trigger chargeback_was_told after insert or update of outcome on stripe.chargeback
    deferrable initially deferred for each row execute function stripe.check_chargeback_was_told();
create constraint trigger hold_of_chargeback after insert or update on escrow.hold
    deferrable initially deferred for each row when (new.kind = 'CHARGEBACK')
    execute function stripe.check_hold_of_chargeback();
create constraint trigger loss_of_chargeback after update of lost_cents on escrow.escrow
    deferrable initially deferred for each row when (new.lost_cents <> old.lost_cents)
    execute function stripe.check_loss_of_chargeback();
create constraint trigger journal_is_of_its_outside_refund after insert on ledger.journal
    deferrable initially deferred for each row
    when (new.kind in ('refund_outside', 'refund_returned', 'refund_outside_debt'))
    execute function stripe.check_journal_of_outside_refund();
create constraint trigger outside_refund_was_told after insert on stripe.outside_refund
    deferrable initially deferred for each row execute function stripe.check_outside_refund_was_told();
create constraint trigger hold_of_outside_refund after insert on escrow.hold
    deferrable initially deferred for each row when (new.kind = 'OUTSIDE_REFUND')
    execute function stripe.check_outside_refund_was_told();
create constraint trigger escrow_of_outside_refund after update of outside_cents on escrow.escrow
    deferrable initially deferred for each row when (new.outside_cents <> old.outside_cents)
    execute function stripe.check_outside_refund_was_told();
create constraint trigger journal_is_of_its_payment after insert on ledger.journal
    deferrable initially deferred for each row when (new.kind = 'debt_paid')
    execute function stripe.check_debt_was_paid();
create constraint trigger settlement_hold_on_record after insert or update on settlement.hold
    deferrable initially deferred for each row when (new.opened_by is not null or new.closed_by is not null)
    execute function admin.check_hold_recorded();
create constraint trigger journal_is_of_its_act after insert on ledger.journal
    deferrable initially deferred for each row when (new.kind = 'debt_written_off')
    execute function admin.check_write_off_recorded();
create constraint trigger zones_fit after insert or update of city_id, boundary on city.zone
    deferrable initially deferred for each row execute function city.check_zones_fit();
create constraint trigger zones_fit after update of boundary on city.city
    deferrable initially deferred for each row execute function city.check_zones_fit();
create constraint trigger journal_is_of_its_statement after insert on ledger.journal
    deferrable initially deferred for each row when (new.kind = 'processing_fee')
    execute function stripe.check_fee_was_told();
create constraint trigger finding_explained_by_act after update of state on audit.finding
    deferrable initially deferred for each row when (new.closed_by is not null)
    execute function admin.check_finding_recorded();
create constraint trigger verdict_on_record after update of state on verification.credential
    deferrable initially deferred for each row
    when (new.state in ('VERIFIED', 'FAILED') and old.state <> new.state)
    execute function admin.check_verdict_recorded();
create constraint trigger weights_whole after insert or update or delete on task.weight
    deferrable initially deferred for each row execute function task.check_weights_whole();
