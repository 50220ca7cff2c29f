-- The caller's round, his account's row locked, where he may still say what he can do: refused after it is
-- over, before a role is chosen, and to those who only post or have claimed already.
create or replace function onboarding._open()
    returns onboarding.journey
    language plpgsql security definer set search_path = ''
as $$
declare
    person account.user := account._acting(one_at_a_time => true);
    journey onboarding.journey := onboarding._last(person.id);
begin
    if journey.final_role is null then
        perform core.fail('HXA03', null, 'Answer the calibration and confirm a role first.');
    elsif journey.state = 'COMPLETED' then
        perform core.fail('HXA03', null, 'The onboarding is over.');
    elsif journey.final_role = 'poster' then
        perform core.fail('HXA03', null, 'Who only posts claims nothing.');
    elsif exists (select from verification.claim as c where c.account_id = person.id) then
        perform core.fail('HXA03', null, 'What was claimed once is kept; it changes by verification.');
    end if;
    return journey;
end $$;
