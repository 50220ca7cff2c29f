-- The capability profiles that their inputs give at a time: whoever claimed to work has one. Nothing
-- but rows and that time enter, so that the same inputs give the same profile; a set that the
-- planner inlines. Insurance counts as long as a licence of its trade does.
create or replace function verification._derivation(at timestamptz)
    returns setof verification.derivation
    language sql stable
as $$
    select c.account_id, u.location_state, s.tier, clear.levels,
           insured.until is not null, insured.until, checked.until is not null, checked.until,
           coalesce(w.takes_in_home and insured.until is not null, false),
           coalesce(w.takes_urgent, false),
           coalesce(w.takes_high_value and 'high' = any (clear.levels), false),
           encode(sha256(convert_to(format('%s|%s|%s|%s|%s|%s|%s|%s|%s', u.location_state, s.tier,
               array_to_string(clear.levels, ','), trades.used, insured.used, checked.used,
               w.takes_in_home, w.takes_urgent, w.takes_high_value), 'UTF8')), 'hex')
      from verification.claim as c
      join account.user as u on u.id = c.account_id
      join trust.standing as s on s.account_id = c.account_id
      left join verification.willingness as w on w.account_id = c.account_id
      cross join lateral (
            select coalesce(array_agg(l.level order by r.min_tier, l.level), '{}') as levels
              from trust.clearance as l
              join trust.risk as r on r.level = l.level
             where l.tier = s.tier) as clear
      cross join lateral (
            select string_agg(concat_ws(':', t.trade, t.location_state, t.credential_id,
                       extract(epoch from t.expires_at)), ',' order by t.credential_id) as used
              from verification._derived_trades(_derivation.at) as t
             where t.account_id = c.account_id) as trades
      cross join lateral (
            select max(least(k.expires_at, t.expires_at)) as until,
                   string_agg(concat_ws(':', k.id, t.credential_id,
                       extract(epoch from least(k.expires_at, t.expires_at))), ','
                       order by k.id, t.credential_id) as used
              from verification.credential as k
              join verification._derived_trades(_derivation.at) as t
                on t.account_id = k.account_id and t.trade = k.trade
             where k.account_id = c.account_id and k.kind = 'insurance' and k.state = 'VERIFIED'
               and k.expires_at > _derivation.at) as insured
      cross join lateral (
            select max(k.expires_at) as until,
                   string_agg(concat_ws(':', k.id, extract(epoch from k.expires_at)), ',') as used
              from verification.credential as k
             where k.account_id = c.account_id and k.kind = 'background' and k.state = 'VERIFIED'
               and k.expires_at > _derivation.at) as checked
     where c.role <> 'poster'
$$;
