-- What the caller's last calibration inferred.
create or replace function onboarding.get_inference()
    returns onboarding.inference
    language plpgsql stable security definer set search_path = ''
as $$
declare
    journey onboarding.journey := onboarding._last(core._viewer());
begin
    if journey.id is null then
        perform core.fail('HXA03', null, 'Answer the calibration first.');
    end if;
    return onboarding._inference_of(journey);
end $$;

comment on function onboarding.get_inference is $$What the caller's last calibration inferred.
@returns the inference
@errors HX501 HX504 HXA03
@source SEC-24
@wire ai.onboarding.getInferenceResult$$;

grant execute on function onboarding.get_inference to hx_member;
