-- The work is done and accepted: its assignment ends, and money and XP follow the task's end.
create or replace function task._finish(task_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform task._end_assignment(task_id, 'completed');
    update task.task as t
       set state = 'COMPLETED', completed_at = core.now()
     where t.id = task_id;
end $$;
