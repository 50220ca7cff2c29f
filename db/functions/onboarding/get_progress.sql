-- How far the caller's onboarding is.
create or replace function onboarding.get_progress()
    returns onboarding.progress
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return onboarding._progress(core._viewer());
end $$;

comment on function onboarding.get_progress is $$How far the caller's onboarding is: the phase, the steps done, the next one and how much of it is done; and the
settings that follow from his answers.
@returns the progress; phase NOT_STARTED before the calibration
@errors HX501 HX504
@source SEC-24 ELI-13$$;

grant execute on function onboarding.get_progress to hx_member;
