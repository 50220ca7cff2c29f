-- What work of a category asks of who takes it, as task.create writes it into the work.
create or replace function eligibility._required(category text)
    returns setof eligibility.demand
    language sql stable
as $$
    select k.code, k.required_trade, r.min_tier, k.risk_level,
           r.needs_insurance or (r.level = 'medium' and k.required_trade is not null),
           r.needs_background
      from task.category as k
      join trust.risk as r on r.level = k.risk_level
     where _required.category is null or k.code = _required.category
$$;
