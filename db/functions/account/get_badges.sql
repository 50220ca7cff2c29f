-- The caller's own badges, and those that are left.
create or replace function account.get_badges()
    returns account.badges
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
    answer account.badges;
begin
    select coalesce(array_agg(b.badge order by b.awarded_at desc, b.id)
               filter (where b.awarded_at is not null), '{}'),
           coalesce(array_agg(b.badge order by b.id) filter (where b.awarded_at is null), '{}'),
           count(b.awarded_at)::integer, (count(*) - count(b.awarded_at))::integer
      into answer
      from (select d.id, a.awarded_at,
                   row(d.id, d.name, d.tier, d.category, a.awarded_at)::account.badge as badge
              from badge.definition as d
              left join badge.award as a on a.badge_id = d.id and a.account_id = viewer) as b;
    return answer;
end $$;

comment on function account.get_badges is $$The caller's badges with the time of each, and those that are left to earn.
@returns both lists and their counts
@errors HX501 HX504
@source XPB-10
@wire user.getBadges$$;

grant execute on function account.get_badges to hx_member;
