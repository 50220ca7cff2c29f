-- The caller's own total of XP and what it holds.
create or replace function account.get_xp()
    returns account.xp
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
    answer account.xp;
begin
    select p.total_xp, p.level, l.name,
           (select min(n.threshold_xp) from xp.level as n where n.level > p.level)
      into answer
      from xp.progress as p
      join xp.level as l on l.level = p.level
     where p.account_id = viewer;
    return answer;
end $$;

comment on function account.get_xp is $$The caller's own total of XP and its level.
@returns the total, the level, and the total at which the next one begins
@errors HX501 HX504
@source XPB-06
@wire user.getXP$$;

grant execute on function account.get_xp to hx_member;
