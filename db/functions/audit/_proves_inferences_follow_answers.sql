-- SEC-24
create or replace view audit._proves_inferences_follow_answers as
select j.id
  from onboarding.journey as j
 where onboarding._inference_of(j) is distinct from onboarding._infer(j.calibration_version, j.answers);

comment on view audit._proves_inferences_follow_answers is
    'What was inferred of a person follows from his answers by the version of the calibration that he was asked';
