-- The caller's tier, what the next one asks for, points and strikes.
create or replace function account.get_trust_tier()
    returns account.trust_tier
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
    answer account.trust_tier;
begin
    select s.tier, t.name, t.xp_multiplier, n.tier, n.name,
           coalesce((select array_agg(r::account.requirement order by r.requirement)
                       from trust_review._requirements(
                           trust_review._figures(viewer), n.tier) as r), '{}'),
           coalesce((select sum(p.points) from trust.point as p where p.account_id = viewer), 0),
           (select count(*) from trust.strike as k
             where k.account_id = viewer and k.expires_at > core.now())::integer
      into answer
      from trust.standing as s
      join trust.tier as t on t.tier = s.tier
      left join trust.tier as n on n.tier = s.tier + 1
     where s.account_id = viewer;
    return answer;
end $$;

comment on function account.get_trust_tier is $$The caller's trust tier, each requirement of the next one with what is there, points, and
strikes that have not expired.
@returns the tier; a requirement without data is not met
@errors HX501 HX504
@source TRU-05
@wire user.getTrustTier$$;

grant execute on function account.get_trust_tier to hx_member;
