-- The worker of a task without proof says that it is done; the poster completes, or the clock.
create or replace function task.request_completion(task_id uuid)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    worker account.user := account._acting();
    work task.task := task._lock_as('worker', task_id, worker.id);
begin
    if work.requires_proof then
        perform core.fail('HXA03', null, 'This task asks for a proof.', 'Submit a proof instead.');
    end if;
    if work.state <> 'ACCEPTED' then
        perform core.fail('HXA03', null, 'Only an accepted task can be reported as done.');
    end if;
    update task.assignment as a
       set completion_requested_at = core.now()
     where a.task_id = work.id and a.ended_at is null and a.completion_requested_at is null;
    if found then
        update task.task as t
           set due_at = core.now() + work.review_period, due_event = 'complete'
         where t.id = work.id;
    end if;
    return task._summary(work.id);
end $$;

comment on function task.request_completion is $$Report work without proof as done, so that the poster completes it, or the clock after the
review period.
@returns the task with completion_requested_at
@errors HX501 HX503 HX504 HX602 HXA02 HXA03
@source decisions.md Lifecycle$$;

grant execute on function task.request_completion to hx_member;
