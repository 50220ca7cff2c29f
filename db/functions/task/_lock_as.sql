-- Lock a task for its poster or its assigned worker; for anybody else it does not exist.
create or replace function task._lock_as(party text, task_id uuid, account_id uuid)
    returns task.task
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    work task.task := task._lock(task_id);
    rightful boolean := case party
        when 'poster' then work.poster_id = account_id
        when 'worker' then work.worker_id = account_id end;
begin
    if rightful is not true then
        if account_id in (work.poster_id, work.worker_id) then
            perform core.fail('HX503', null, format('Only the %s may do that.', party));
        end if;
        perform core.fail('HXA02', 'task_id');
    end if;
    return work;
end $$;
