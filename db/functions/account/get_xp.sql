-- The caller's own total of XP, its level and the streak that still counts.
create or replace function account.get_xp()
    returns account.xp
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
    answer account.xp;
begin
    select p.total_xp, p.level, l.name, n.threshold_xp,
           case when n.threshold_xp is null then 1
                else round((p.total_xp - l.threshold_xp)::numeric
                    / (n.threshold_xp - l.threshold_xp), 4) end,
           p.completed_tasks, k.days, p.longest_streak, xp.streak_multiplier(k.before_today)
      into answer
      from xp.progress as p
      join xp.level as l on l.level = p.level
      left join xp.level as n on n.level = p.level + 1
     cross join account._today(viewer) as t (today)
     cross join lateral (select
                xp._effective_streak(p.streak_days, p.streak_last_day, t.today) as days,
                xp._days_before(p.streak_days, p.streak_last_day, t.today) as before_today) as k
     where p.account_id = viewer;
    return answer;
end $$;

comment on function account.get_xp is $$The caller's own total of XP, its level, and the streak as it counts today.
@returns the total, the level, the total at which the next one begins and how far (0 to 1); days in a
row, the longest ever, and the multiplier of the next award
@errors HX501 HX504
@source XPB-06
@wire user.getXP$$;

grant execute on function account.get_xp to hx_member;
