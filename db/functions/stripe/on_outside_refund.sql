-- What was refunded by another hand stays as it was told; what stood for it is settled once.
create or replace trigger outside_refund_immutable before update on stripe.outside_refund
    for each row when (
        (old.id, old.event_id, old.provider_charge_id, old.escrow_id, old.amount_cents, old.currency,
         old.created_at)
        is distinct from
        (new.id, new.event_id, new.provider_charge_id, new.escrow_id, new.amount_cents, new.currency,
         new.created_at)
        or old.from_escrow_cents + old.from_refund_cents + old.debt_cents > 0)
    execute function core._refuse('HXA11', '', 'What Stripe told of a refund never changes.');
create or replace trigger never_deleted before delete on stripe.outside_refund
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.outside_refund
    for each statement execute function core._refuse_change();
