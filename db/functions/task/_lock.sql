-- Lock a task (for no key update); a task that is not there is HXA02.
create or replace function task._lock(task_id uuid)
    returns task.task
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    work task.task;
begin
    select t.* into work from task.task as t where t.id = task_id for no key update;
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    return work;
end $$;
