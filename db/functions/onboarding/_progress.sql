-- How far somebody is, and what his answers settle (domain.md §1.5). Who claimed before there was an
-- onboarding is done.
create or replace function onboarding._progress(account_id uuid)
    returns onboarding.progress
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    journey onboarding.journey := onboarding._last(account_id);
    claimed verification.claim;
    steps constant text[] := case
        when journey.final_role = 'poster' then array['calibration', 'role', 'tutorial', 'complete']
        else array['calibration', 'role', 'location', 'capabilities', 'tutorial', 'complete'] end;
    answer onboarding.progress;
begin
    select c.* into claimed from verification.claim as c where c.account_id = account_id;
    if journey.id is null then
        answer.phase := case when claimed.account_id is null then 'NOT_STARTED' else 'COMPLETED' end;
        answer.role := claimed.role;
        answer.completed_at := claimed.claimed_at;
        answer.completed_steps := case when claimed.account_id is null then '{}' else steps end;
    else
        answer.phase := journey.state;
        answer.role := journey.final_role;
        answer.started_at := journey.created_at;
        answer.completed_at := journey.completed_at;
        select coalesce(array_agg(s.step order by s.n), '{}') into answer.completed_steps
          from unnest(steps) with ordinality as s (step, n)
         where case s.step
            when 'calibration' then true
            when 'role' then journey.final_role is not null
            when 'location' then journey.work_state is not null or claimed.account_id is not null
            when 'capabilities' then claimed.account_id is not null or exists (
                select from onboarding.trade_answer as t where t.journey_id = journey.id)
            when 'tutorial' then journey.tutorial_at is not null or journey.state = 'COMPLETED'
            else journey.state = 'COMPLETED' end;
        answer.default_mode := case coalesce(nullif(journey.final_role, 'both'), journey.proposed_role)
            when 'hustler' then 'worker' else 'poster' end;
        answer.xp_visibility := case answer.default_mode when 'worker' then 'ledger' else 'outcome' end;
        answer.copy_tone := case answer.default_mode when 'worker' then 'earner' else 'delegator' end;
        answer.trust_density := case
            when journey.authority_expectation > 0.6 then 'detailed' else 'minimal' end;
        answer.trust_building_rate := case journey.tier
            when 'STRONG' then 1.0 when 'MODERATE' then 0.9 else 0.75 end;
        answer.dispute_priority := case journey.tier when 'WEAK' then 'high' else 'normal' end;
    end if;
    answer.is_overridden := coalesce(journey.final_role <> journey.proposed_role, false);
    answer.percent := 100 * cardinality(answer.completed_steps) / cardinality(steps);
    select s.step into answer.next_step
      from unnest(steps) with ordinality as s (step, n)
     where s.step <> all (answer.completed_steps)
     order by s.n limit 1;
    return answer;
end $$;
