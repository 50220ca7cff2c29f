-- What a task's clock does with one that is due: locked already, its escrow not yet. Moved
-- meanwhile, or held, it is let be. Every act says when it was due. Stands on this floor, for it
-- accepts proofs and opens disputes.
create or replace function dispute._task_on_time(task_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    work task.task := task._lock(task_id);
    is_waiting boolean;
    due jsonb := jsonb_build_object('due_at', work.due_at);
begin
    perform escrow._lock_by_task(work.id);
    if work.due_at is null or work.due_at > core.now() or exists (
        select from escrow.escrow as e where e.task_id = work.id and e.held_at is not null)
    then
        return;
    end if;

    case work.due_event
    when 'expire' then
        perform core._because('EXPIRED_DEADLINE', due);
        update task.task as t
           set state = 'EXPIRED', expired_at = core.now()
         where t.id = work.id;
    when 'warn' then
        perform core._because('OVERDUE');
        perform core._happened('task', work.id, 'overdue_warned', due);
        update task.task as t
           set due_event = 'dispute', due_at = t.due_at + r.overdue_period
          from city.rule as r
         where t.id = work.id and r.city_id = t.city_id;
    when 'dispute' then
        perform core._because('OVERDUE', due);
        perform dispute._open(work, null, 'OVERDUE',
            'The deadline passed and the work was not handed in.');
    when 'complete' then
        is_waiting := exists (
            select from proof.proof as p where p.task_id = work.id and p.state = 'SUBMITTED');
        perform core._because(
            case when is_waiting then 'AUTO_ACCEPTED_DEADLINE' else 'AUTO_COMPLETED' end, due);
        if is_waiting then
            perform proof._accept_latest(work.id, null);
        end if;
        perform task._finish(work.id);
    end case;
end $$;
