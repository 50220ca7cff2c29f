-- The level that a total of XP holds.
create or replace function xp.level_of(total_xp core.xp)
    returns integer
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select max(l.level) from xp.level as l where l.threshold_xp <= total_xp);
end $$;

comment on function xp.level_of is $$The level of a total of XP.
@param total_xp 0 and more
@returns 1 to 10
@errors none
@source domain.md 5.4$$;

grant execute on function xp.level_of to hx_member;
