-- A draft that nobody edited in time is abandoned, and one that nobody resumed says nothing any more: the
-- place and the contact of somebody are not kept for nothing. It is locked already, and due.
create or replace function task._draft_on_time(draft_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    draft task.draft;
begin
    select d.* into strict draft from task.draft as d where d.id = draft_id;
    if draft.state = 'ABANDONED' then
        delete from task.draft_answer as a where a.draft_id = draft.id;
        update task.draft as d
           set title = null, description = null, deadline_at = null, address = null, latitude = null,
               longitude = null, contact = null, requirements = null, proof_instructions = null,
               due_at = null
         where d.id = draft.id;
    else
        perform core._because('UNEDITED', jsonb_build_object('due_at', draft.due_at));
        update task.draft as d set state = 'ABANDONED' where d.id = draft.id;
    end if;
end $$;
