-- Movements of a scope may begin again. It answers whether it was frozen.
create or replace function core._thaw(scope text)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    freeze_id uuid;
begin
    update core.freeze as f
       set frozen_at = null, frozen_by = null, reason = null
     where f.scope = scope and f.frozen_at is not null
    returning f.id into freeze_id;
    if freeze_id is null then
        return false;
    end if;
    perform core._happened('freeze', freeze_id, 'thawed', jsonb_build_object('scope', scope));
    return true;
end $$;
