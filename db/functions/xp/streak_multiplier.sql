-- 1.00 plus 0.05 a day, at most 2.00.
create or replace function xp.streak_multiplier(days integer)
    returns numeric
    language sql immutable parallel safe
as $$
    select least(1 + 0.05 * greatest(days, 0), 2)::numeric(4, 2)
$$;

comment on function xp.streak_multiplier is $$The multiplier of a streak of so many days, before today.
@param days whole days, 0 and more
@returns 1.00 to 2.00
@errors none
@source XPB-04$$;

grant execute on function xp.streak_multiplier to hx_member;
