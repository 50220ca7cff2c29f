-- The worker begins. A repeat answers what is there.
create or replace function task.start(task_id uuid)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    worker account.user := account._acting();
    work task.task := task._lock_as('worker', task_id, worker.id);
begin
    if work.state <> 'ACCEPTED' then
        perform core.fail('HXA03', null, 'Only an accepted task can be started.');
    end if;
    if exists (select from task.assignment as a
                where a.task_id = work.id and a.ended_at is null and a.started_at is null)
    then
        perform proof._require_rested(worker.id, work.city_id);
    end if;
    update task.assignment as a
       set started_at = core.now()
     where a.task_id = work.id and a.ended_at is null and a.started_at is null;
    return task._summary(work.id);
end $$;

comment on function task.start is $$The assigned worker begins the work.
@returns the task with started_at
@errors HX501 HX503 HX504 HX601 HX602 HXA02 HXA03
@source decisions.md Lifecycle$$;

grant execute on function task.start to hx_member;
