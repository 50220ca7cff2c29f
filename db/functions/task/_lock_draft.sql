-- Lock a draft for its poster; for anybody else it does not exist.
create or replace function task._lock_draft(draft_id uuid, poster_id uuid)
    returns task.draft
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    draft task.draft;
begin
    select d.* into draft from task.draft as d
     where d.id = draft_id and d.poster_id = poster_id
       for no key update;
    if not found then
        perform core.fail('HXA02', 'draft_id');
    end if;
    return draft;
end $$;
