-- Shapes of onboarding procedures.
do $$
begin
    if to_regtype('onboarding.inference') is null then
        create type onboarding.inference as (
            version text, worker_confidence numeric, poster_confidence numeric, confidence numeric,
            tier text, flags text[], proposed_role text, must_choose boolean, risk_tolerance numeric,
            urgency_bias numeric, authority_expectation numeric, price_sensitivity numeric);
        create type onboarding.question_view as (code text, prompt text, options text[]);
        create type onboarding.calibration_view as (
            version text, questions onboarding.question_view[]);
        create type onboarding.licence_claim as (
            trade text, licence text, licence_state text, licence_number text, licence_expires_on date);
        create type onboarding.progress as (
            phase text, completed_steps text[], next_step text, role text, percent integer,
            started_at timestamptz, completed_at timestamptz, is_overridden boolean,
            default_mode text, xp_visibility text, trust_density text, copy_tone text,
            trust_building_rate numeric, dispute_priority text);
    end if;
end $$;
comment on type onboarding.inference is
    'What a calibration says: both sides (they sum to 1), how certain it is, STRONG, MODERATE or WEAK,
the role that it proposes, whether one must choose oneself, and four signals from 0 to 1';
comment on type onboarding.question_view is 'A question of the calibration and its options';
comment on type onboarding.calibration_view is 'The calibration as it is asked now';
comment on type onboarding.licence_claim is
    'What somebody says of a licence for one of his trades: yes, no or unsure; the rest where it is yes.
@nullable licence_state licence_number licence_expires_on';
comment on type onboarding.progress is
    'How far somebody is: NOT_STARTED, ROLE_SELECTION, PROFILE_SETUP, CAPABILITY_CLAIMS, TUTORIAL or
COMPLETED; and what his answers settle. @nullable next_step role started_at completed_at default_mode
xp_visibility trust_density copy_tone trust_building_rate dispute_priority';
