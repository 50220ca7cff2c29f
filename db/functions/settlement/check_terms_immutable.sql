-- Amount, payee, source and key of an order never change (S-P9, P13).
create or replace trigger settlement_terms_immutable before update on settlement.settlement
    for each row when (
        (old.kind, old.source_id, old.leg, old.escrow_id, old.payee_id, old.amount_cents,
         old.currency, old.provider_key, old.created_at)
        is distinct from
        (new.kind, new.source_id, new.leg, new.escrow_id, new.payee_id, new.amount_cents,
         new.currency, new.provider_key, new.created_at)
        or (old.provider_reference is not null
            and old.provider_reference is distinct from new.provider_reference))
    execute function core._refuse('HXA11', '', 'The terms of a settlement never change.');
