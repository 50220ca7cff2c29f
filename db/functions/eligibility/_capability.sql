-- What a person may do at this moment, or no row: who is not ACTIVE or has no profile may do nothing,
-- and what has expired counts no more, whether its clock came by or not. A set without definer, so
-- that the planner inlines it into the query that asks. @source ELI-05
create or replace function eligibility._capability(account_id uuid)
    returns setof eligibility.capability
    language sql stable
as $$
    select p.account_id, p.location_state, p.tier, p.clearances, held.trades,
           p.is_insured and p.insurance_expires_at > core.now(),
           p.background_checked and p.background_expires_at > core.now()
      from verification.capability_profile as p
      join account.user as u on u.id = p.account_id
     cross join lateral (
            select coalesce(array_agg(v.trade || ':' || v.location_state), '{}') as trades
              from verification.verified_trade as v
             where v.account_id = p.account_id and v.expires_at > core.now()) as held
     where p.account_id = _capability.account_id and u.state = 'ACTIVE'
$$;
