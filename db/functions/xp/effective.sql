-- Effective XP: one product in numeric, one floor at the end.
create or replace function xp.effective(
    base_xp            core.xp,
    streak_multiplier  core.multiplier,
    trust_multiplier   core.multiplier,
    live_multiplier    core.multiplier
)
    returns bigint
    language sql immutable parallel safe
as $$
    select floor(base_xp * streak_multiplier * trust_multiplier * live_multiplier)::bigint
$$;

comment on function xp.effective is $$Base XP times all multipliers, floored once.
@returns XP
@errors none
@source XPB-05$$;

grant execute on function xp.effective to hx_member;
