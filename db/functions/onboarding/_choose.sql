-- A role is chosen after an inference, once a round. Locks account and round. Who said before what he can
-- do, and who only posts, goes straight on to the tutorial.
create or replace function onboarding._choose(role text)
    returns onboarding.progress
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
    journey onboarding.journey := onboarding._last(person.id);
    chosen constant text := coalesce(role, case when journey.tier <> 'WEAK' then journey.proposed_role end);
begin
    if journey.id is null then
        perform core.fail('HXA03', 'role', 'Answer the calibration first; it proposes a role.');
    elsif chosen is null then
        perform core.fail('HXA01', 'role', 'The calibration is not certain; choose hustler, poster or both.');
    elsif journey.final_role is null then
        perform core._because(case when chosen <> journey.proposed_role then 'OVERRIDDEN' end);
        update onboarding.journey as j
           set final_role = chosen, confirmed_at = core.now(),
               state = case when chosen = 'poster' or exists (
                    select from verification.claim as c where c.account_id = person.id)
                   then 'TUTORIAL' else 'PROFILE_SETUP' end
         where j.id = journey.id;
        perform account._settle_in(person.id, default_mode => (onboarding._progress(person.id)).default_mode);
    elsif journey.final_role <> chosen then
        perform core.fail('HXA03', 'role', format('The role is chosen: %s.', journey.final_role));
    end if;
    return onboarding._progress(person.id);
end $$;
