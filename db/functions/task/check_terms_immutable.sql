-- What was agreed at posting never changes: price, parties' terms, requirements.
create or replace trigger task_terms_immutable before update on task.task
    for each row when (
        (old.city_id, old.poster_id, old.price_cents, old.currency, old.mode, old.requires_proof,
         old.review_period, old.live_multiplier, old.risk_level, old.required_tier,
         old.insurance_required, old.background_required, old.location_state, old.category,
         old.created_at)
        is distinct from
        (new.city_id, new.poster_id, new.price_cents, new.currency, new.mode, new.requires_proof,
         new.review_period, new.live_multiplier, new.risk_level, new.required_tier,
         new.insurance_required, new.background_required, new.location_state, new.category,
         new.created_at)
        or old.required_trade is distinct from new.required_trade)
    execute function core._refuse('HX004', 'price_cents', '');
