-- Base XP: one per whole dollar released.
create or replace function xp.base(released_cents core.cents)
    returns bigint
    language sql immutable parallel safe
as $$
    select released_cents / 100
$$;

comment on function xp.base is $$Base XP of released money: one per whole dollar.
@param released_cents US cents
@returns XP
@errors none
@source XPB-03$$;

grant execute on function xp.base to hx_member;
