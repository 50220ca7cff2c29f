-- What was inferred in a round, as it is kept.
create or replace function onboarding._inference_of(journey onboarding.journey)
    returns onboarding.inference
    language sql immutable security definer set search_path = ''
as $$
    select row(journey.calibration_version, journey.worker_confidence, journey.poster_confidence,
        2 * abs(journey.worker_confidence - 0.5), journey.tier, journey.flags, journey.proposed_role,
        journey.tier = 'WEAK', journey.risk_tolerance, journey.urgency_bias,
        journey.authority_expectation, journey.price_sensitivity)::onboarding.inference
$$;
