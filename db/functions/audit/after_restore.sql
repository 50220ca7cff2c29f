-- The first thing that happens in a restored database, before anybody is let in: the world went on where it
-- stood still. Every kind of movement is frozen until a person thaws it, and whatever was not finished is
-- asked for at the provider before it is sent.
create or replace function audit.after_restore(restored_to_at timestamptz default null)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform core._enter(null, null, 'restore-' || core.new_id(), false);
    perform core._freeze(f.scope, null, 'restored to ' || coalesce(core._iso(restored_to_at), 'the last archived'))
       from core.freeze as f
      order by f.scope;
    return settlement._look_up_first();
end $$;

comment on function audit.after_restore is $$Make a restored database safe: freeze every kind of movement, and have each unfinished
settlement looked up before it is sent.
@param restored_to_at the time that was asked for; null for the last archived
@returns how many settlements are to be looked up
@errors none
@source DRH-003 DRH-012$$;

grant execute on function audit.after_restore to hx_dba;
