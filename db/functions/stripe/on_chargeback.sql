-- A chargeback's facts are told once and kept; who bears it is settled once, the worker's part by an
-- admin later.
create or replace trigger chargeback_facts_immutable before update on stripe.chargeback
    for each row when (
        (old.id, old.provider_dispute_id, old.amount_cents, old.currency, old.created_at)
        is distinct from
        (new.id, new.provider_dispute_id, new.amount_cents, new.currency, new.created_at)
        or old.provider_intent_id is distinct from new.provider_intent_id
        or old.escrow_id is distinct from new.escrow_id
        or (old.opened_at is not null and old.opened_at is distinct from new.opened_at)
        or (old.withdrawn_journal_id is not null
            and (old.withdrawn_cents, old.withdrawn_journal_id)
                is distinct from (new.withdrawn_cents, new.withdrawn_journal_id))
        or (old.reinstated_journal_id is not null
            and (old.reinstated_cents, old.reinstated_journal_id)
                is distinct from (new.reinstated_cents, new.reinstated_journal_id))
        or (old.closed_at is not null
            and (old.outcome, old.closed_at) is distinct from (new.outcome, new.closed_at))
        or (old.from_escrow_cents + old.from_refund_cents + old.debt_cents > 0
            and (old.from_escrow_cents, old.from_refund_cents, old.debt_cents)
                is distinct from (new.from_escrow_cents, new.from_refund_cents, new.debt_cents))
        or (old.worker_cents > 0 and old.worker_cents is distinct from new.worker_cents))
    execute function core._refuse('HXA11', '', 'What Stripe told of a chargeback never changes.');
create or replace trigger never_deleted before delete on stripe.chargeback
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.chargeback
    for each statement execute function core._refuse_change();
