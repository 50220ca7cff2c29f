-- A draft that nobody edited in time is abandoned; it is locked already, and due.
create or replace function task._draft_on_time(draft_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform core._because('UNEDITED', (
        select jsonb_build_object('due_at', d.due_at) from task.draft as d where d.id = draft_id));
    update task.draft as d set state = 'ABANDONED' where d.id = draft_id;
end $$;
