-- Amount, payee, source and key of an order never change, nor, once it was submitted, where it goes
-- (S-P9, P13).
create or replace trigger settlement_terms_immutable before update on settlement.settlement
    for each row when (
        (old.kind, old.source_id, old.leg, old.escrow_id, old.payee_id, old.amount_cents,
         old.currency, old.replaces_id, old.provider_key, old.created_at)
        is distinct from
        (new.kind, new.source_id, new.leg, new.escrow_id, new.payee_id, new.amount_cents,
         new.currency, new.replaces_id, new.provider_key, new.created_at)
        or (old.destination is not null and old.destination is distinct from new.destination)
        or (old.charge is not null and old.charge is distinct from new.charge)
        or (old.state not in ('PENDING', 'LOCKED')
            and (old.destination, old.charge) is distinct from (new.destination, new.charge))
        or (old.submitted_at is not null and old.submitted_at is distinct from new.submitted_at)
        or new.fence < old.fence
        or (old.provider_reference is not null
            and old.provider_reference is distinct from new.provider_reference))
    execute function core._refuse('HXA11', '', 'The terms of a settlement never change.');
