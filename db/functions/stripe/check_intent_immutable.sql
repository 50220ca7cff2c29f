-- What an intent pays and how much never changes, nor its id at Stripe once it has one. @source ESC-17
create or replace trigger intent_terms_immutable before update on stripe.intent
    for each row when (
        (old.purpose, old.escrow_id, old.payer_id, old.amount_cents, old.currency, old.created_at)
        is distinct from
        (new.purpose, new.escrow_id, new.payer_id, new.amount_cents, new.currency, new.created_at)
        or (old.provider_intent_id is not null
            and old.provider_intent_id is distinct from new.provider_intent_id)
        or new.fence < old.fence)
    execute function core._refuse('HXA11', '', 'The terms of a payment never change.');
