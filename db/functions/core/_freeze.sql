-- Freeze a scope: from this commit on no movement of it begins. It answers whether it was not frozen before.
create or replace function core._freeze(scope text, frozen_by uuid, reason text)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    freeze_id uuid;
begin
    update core.freeze as f
       set frozen_at = core.now(), frozen_by = frozen_by, reason = reason
     where f.scope = scope and f.frozen_at is null
    returning f.id into freeze_id;
    if freeze_id is null then
        return false;
    end if;
    perform core._happened('freeze', freeze_id, 'frozen', jsonb_build_object('scope', scope));
    return true;
end $$;
