-- A scope of movements, and whether it is frozen.
create or replace function admin._freeze_view(scope text)
    returns admin.freeze_view
    language sql stable security definer set search_path = ''
as $$
    select row(f.scope, f.frozen_at, f.frozen_by, f.reason)::admin.freeze_view
      from core.freeze as f where f.scope = _freeze_view.scope
$$;
