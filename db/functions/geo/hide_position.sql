-- Be nowhere: the place is forgotten at once.
create or replace function geo.hide_position()
    returns geo.position_view
    language plpgsql security definer set search_path = ''
as $$
declare
    caller uuid := core._caller();
begin
    update geo.position as p
       set latitude = null, longitude = null, is_available = false, seen_at = core.now()
     where p.account_id = caller;
    return row(false, core.now())::geo.position_view;
end $$;

comment on function geo.hide_position is $$Forget where the caller is. A repeat changes nothing.
@returns that it is not known, and when
@errors HX501 HX504
@source DBM-029$$;

grant execute on function geo.hide_position to hx_member;
