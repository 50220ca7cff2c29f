-- INV-4: amount and terms never change after birth; at birth the amount is the task's price.
create or replace trigger escrow_amount_immutable before update on escrow.escrow
    for each row when (
        (old.amount_cents, old.currency, old.task_id, old.fee_bps, old.cancellation_bps,
         old.cancellation_cap_cents, old.cancellation_free, old.created_at)
        is distinct from
        (new.amount_cents, new.currency, new.task_id, new.fee_bps, new.cancellation_bps,
         new.cancellation_cap_cents, new.cancellation_free, new.created_at)
        or new.lost_cents < old.lost_cents or new.outside_cents < old.outside_cents
        or (old.funding_journal_id is not null
            and (old.funding_journal_id, old.funding_event_id, old.funded_at)
                is distinct from (new.funding_journal_id, new.funding_event_id, new.funded_at)))
    execute function core._refuse('HX004', 'amount_cents', '');
