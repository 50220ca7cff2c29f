-- What work of each category asks of who takes it, before its answers and words raise it.
create or replace function eligibility._required()
    returns setof eligibility.demand
    language sql stable
as $$
    select k.code, c.required_trade, c.required_tier, c.risk_level, c.insurance_required,
           c.background_required
      from task.category as k
     cross join lateral task._classify(k.code, null, '') as c
$$;
