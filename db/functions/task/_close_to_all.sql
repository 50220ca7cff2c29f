-- Work may not be taken any more.
create or replace function task._close_to_all(task_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    delete from task.opening as o where o.task_id = task_id;
end $$;
