-- A capability profile as its owner sees it, without what expired meanwhile; null where there is none.
create or replace function verification._profile(account_id uuid)
    returns verification.profile_view
    language sql stable security definer set search_path = ''
as $$
    select row(p.account_id, p.location_state, p.tier, p.clearances, held.trades,
               p.is_insured and p.insurance_expires_at > core.now(), p.insurance_expires_at,
               p.background_checked and p.background_expires_at > core.now(),
               p.background_expires_at,
               p.takes_in_home, p.takes_urgent, p.takes_high_value, p.version,
               p.derived_at)::verification.profile_view
      from verification.capability_profile as p
     cross join lateral (
            select coalesce(array_agg(row(v.trade, v.location_state,
                       v.expires_at)::verification.trade_view
                       order by v.trade, v.location_state), '{}') as trades
              from verification.verified_trade as v where v.account_id = p.account_id and v.expires_at > core.now()) as held
     where p.account_id = _profile.account_id
$$;
