-- What a person has that has not expired, whatever the state of his account; a set without definer, so
-- that the planner inlines it into the query that asks.
create or replace function eligibility._held(account_id uuid)
    returns setof eligibility.capability
    language sql stable
as $$
    select p.account_id, p.location_state, p.tier, p.clearances, held.trades,
           p.is_insured and p.insurance_expires_at > core.now(),
           p.background_checked and p.background_expires_at > core.now()
      from verification.capability_profile as p
     cross join lateral (
            select coalesce(array_agg(v.trade || ':' || v.location_state), '{}') as trades
              from verification.verified_trade as v
             where v.account_id = p.account_id and v.expires_at > core.now()) as held
     where p.account_id = _held.account_id
$$;
