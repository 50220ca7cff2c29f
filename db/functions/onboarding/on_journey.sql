-- The onboarding machine's generic triggers; what was inferred stays as it was.
create or replace trigger journey_inference_immutable before update on onboarding.journey
    for each row when (
        (old.account_id, old.round, old.calibration_version, old.answers, old.worker_confidence,
         old.poster_confidence, old.tier, old.flags, old.proposed_role, old.risk_tolerance,
         old.urgency_bias, old.authority_expectation, old.price_sensitivity, old.created_at)
        is distinct from
        (new.account_id, new.round, new.calibration_version, new.answers, new.worker_confidence,
         new.poster_confidence, new.tier, new.flags, new.proposed_role, new.risk_tolerance,
         new.urgency_bias, new.authority_expectation, new.price_sensitivity, new.created_at)
        or old.final_role <> new.final_role
        or old.confirmed_at <> new.confirmed_at)
    execute function core._refuse('HXA11', '', 'What was inferred and chosen is kept as it was.');
create or replace trigger zz_guard before insert or update or delete on onboarding.journey
    for each row execute function core._guard('onboarding');
create or replace trigger zz_record after insert or update on onboarding.journey
    for each row execute function core._record('onboarding');
create or replace trigger zz_truncate before truncate on onboarding.journey
    for each statement execute function core._refuse_change();
