-- What a tier asks for and what a person has of it; without data it is not met.
create or replace function trust_review._requirements(figures trust.figures, tier integer)
    returns setof account.requirement
    language sql stable security definer set search_path = ''
as $$
    select row(c.requirement, c.threshold, trim_scale(round(f.value, 4)),
               coalesce(case c.requirement when 'dispute_rate' then f.value < c.threshold
                        else f.value >= c.threshold end, false))::account.requirement
      from trust.criterion as c
     cross join lateral (select case c.requirement
                when 'completed_tasks' then (_requirements.figures).completed_tasks
                when 'identity_verified' then (_requirements.figures).identity_verified
                when 'approval_rate' then (_requirements.figures).approval_rate
                when 'dispute_rate' then (_requirements.figures).dispute_rate
                else (_requirements.figures).rating end as value) as f
     where c.tier = _requirements.tier
     order by c.requirement
$$;
