-- What can be frozen, and what is.
create or replace function admin.get_freezes()
    returns setof admin.freeze_view
    language sql stable security definer set search_path = ''
as $$
    select f.scope, f.frozen_at, f.frozen_by, f.reason from core.freeze as f order by f.scope
$$;

comment on function admin.get_freezes is $$Every kind of money movement, and whether, since when and why it is frozen.
@returns a scope each; frozen_by null where a finding froze it
@errors none
@source ADM-09$$;

grant execute on function admin.get_freezes to hx_support;
