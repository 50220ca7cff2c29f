-- The trades that verified licences give at a time; a set that the planner inlines.
create or replace function verification._derived_trades(at timestamptz)
    returns setof verification.derived_trade
    language sql stable
as $$
    select k.account_id, k.trade, k.location_state, k.id, k.expires_at
      from verification.credential as k
      join verification.claim as c on c.account_id = k.account_id
     where k.kind = 'licence' and k.state = 'VERIFIED' and k.expires_at > _derived_trades.at
       and c.role <> 'poster'
$$;
