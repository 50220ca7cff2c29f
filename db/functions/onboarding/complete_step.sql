-- A step that needs little: where one works, or that the tutorial was seen.
create or replace function onboarding.complete_step(
    step        onboarding.step,
    work_state  city.state_code default null,
    city        onboarding.city_name default null,
    zip_code    onboarding.zip_code default null
)
    returns onboarding.progress
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
    journey onboarding.journey := onboarding._last(person.id);
begin
    if step is null then
        perform core.fail('HXA01', 'step', 'It is required: location or tutorial.');
    elsif step = 'location' then
        perform onboarding._locate(onboarding._open(), work_state, city, zip_code);
    elsif journey.state = 'TUTORIAL' then
        update onboarding.journey as j
           set tutorial_at = coalesce(j.tutorial_at, core.now())
         where j.id = journey.id;
    elsif journey.tutorial_at is null then
        perform core.fail('HXA03', 'step', 'The tutorial comes after the steps before it.');
    end if;
    return onboarding._progress(person.id);
end $$;

comment on function onboarding.complete_step is $$Finish a step of the onboarding: location, which says where one works, or tutorial. A repeat answers what is
there.
@param step location or tutorial
@param work_state of the step location: one of the 50 states or DC
@param city where in the state
@param zip_code five digits, of that state
@idempotency required
@returns how far the onboarding is
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source ELI-13$$;

grant execute on function onboarding.complete_step to hx_member;
