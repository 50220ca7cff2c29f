-- Whether another round may follow one: never within the first days after it; later where it was WEAK or
-- overridden, or an admin permits it.
create or replace function onboarding._may_begin_again(journey onboarding.journey)
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select journey.state = 'COMPLETED'
       and journey.completed_at + coalesce((
                select s.value::interval from core.setting as s where s.name = 'onboarding_again_after'),
                '7 days') <= core.now()
       and (journey.tier = 'WEAK' or journey.final_role <> journey.proposed_role
            or exists (select from onboarding.permit as p where p.journey_id = journey.id))
$$;
