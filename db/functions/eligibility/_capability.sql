-- What a person may do at this moment, or no row: who is not ACTIVE or has no profile may do nothing,
-- and what has expired counts no more, whether its clock came by or not. A set without definer, so
-- that the planner inlines it into the query that asks. @source ELI-05
create or replace function eligibility._capability(account_id uuid)
    returns setof eligibility.capability
    language sql stable
as $$
    select h.account_id, h.location_state, h.tier, h.clearances, h.trades, h.is_insured,
           h.background_checked
      from eligibility._held(_capability.account_id) as h
      join account.user as u on u.id = h.account_id
     where u.state = 'ACTIVE'
$$;
