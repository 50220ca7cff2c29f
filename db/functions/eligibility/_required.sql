-- What work of each category asks of who takes it, before its answers and words raise it.
create or replace function eligibility._required()
    returns setof eligibility.demand
    language sql stable
as $$
    select k.code, k.required_trade, r.min_tier, k.risk_level,
           task._asks_insurance(r.level, r.needs_insurance, k.required_trade), r.needs_background
      from task.category as k
      join trust.risk as r on r.level = k.risk_level
$$;
