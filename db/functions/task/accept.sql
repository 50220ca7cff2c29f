-- Take funded work. Locks the account (share), the task, the escrow, and the worker's profile (share),
-- so that what he may do stays so until he has it; one winner.
create or replace function task.accept(task_id uuid)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    worker account.user := account._acting();
    work task.task := task._lock(task_id);
    held text := escrow._lock_by_task(work.id);
begin
    if work.poster_id = worker.id then
        perform core.fail('HX503', null, 'Nobody may take his own task.');
    end if;
    if work.state <> 'OPEN' or work.deadline_at <= core.now() then
        perform core.fail('HXA03', null, 'That task is not open any more.');
    end if;
    if held = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    elsif held is distinct from 'FUNDED' then
        perform core.fail('HX203');
    end if;
    perform from verification.capability_profile as p where p.account_id = worker.id for share;
    if not eligibility.check(worker.id, work.id) then
        perform core.fail('HX609');
    end if;

    perform proof._require_rested(worker.id, work.city_id);
    insert into task.assignment (task_id, worker_id, accepted_at)
    values (work.id, worker.id, core.now());
    update task.task as t
       set state = 'ACCEPTED', worker_id = worker.id, accepted_at = core.now()
     where t.id = work.id;
    return task._summary(work.id);
end $$;

comment on function task.accept is $$Take an open, funded task that the caller is eligible for.
@returns the task, ACCEPTED
@errors HX202 HX203 HX501 HX503 HX504 HX601 HX602 HX609 HXA02 HXA03
@source LIF-05 LIF-06 LIF-24 ESC-11$$;

grant execute on function task.accept to hx_member;
