-- Price, parties' terms and requirements never change. The words of the work are agreed when it is
-- taken, and so is the deadline, which a lifted hold alone moves later. @source LIF-24
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
        or old.required_trade is distinct from new.required_trade
        or old.risk_rules <> new.risk_rules
        or old.zone <> coalesce(new.zone, '')
        or (old.accepted_at is distinct from new.accepted_at
            and new.state <> 'OPEN' and (old.state, new.state) <> ('OPEN', 'ACCEPTED'))
        or (old.state <> 'OPEN'
            and ((old.title, old.description, old.requirements, old.proof_instructions)
                 is distinct from
                 (new.title, new.description, new.requirements, new.proof_instructions)
                 or new.deadline_at < old.deadline_at)))
    execute function core._refuse('HX004', 'price_cents', '');
