-- Where somebody works: a state, and if he says so a city and a ZIP code, which belongs to the state.
create or replace function onboarding._locate(
    journey     onboarding.journey,
    work_state  text,
    city        text,
    zip_code    text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if not exists (select from city.us_state as s where s.code = work_state) then
        perform core.fail('HXA01', 'work_state', 'Choose one of the 50 states or DC.');
    elsif zip_code is not null and not exists (
        select from city.zip_range as z
         where z.state_code = work_state and left(zip_code, 3) between z.from_zip3 and z.to_zip3)
    then
        perform core.fail('HXA01', 'zip_code', format('That ZIP code is not in %s.', work_state));
    end if;
    update onboarding.journey as j
       set work_state = work_state, work_city = btrim(city), zip_code = zip_code,
           state = case j.state when 'PROFILE_SETUP' then 'CAPABILITY_CLAIMS' else j.state end
     where j.id = journey.id;
end $$;
