-- The worker gives work back: it is open again where no proof was submitted and the deadline is ahead,
-- and called off otherwise. The first minute is free; what follows for him is trust_review's.
create or replace function task.abandon(task_id uuid, reason core.reason default null)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    worker account.user := account._acting();
    work task.task;
    held text;
    ending text;
begin
    if exists (select from task.assignment as a
                where a.task_id = task_id and a.worker_id = worker.id
                  and a.ending in ('withdrawn', 'abandoned'))
    then
        return task._summary(task_id);
    end if;
    work := task._lock_as('worker', task_id, worker.id);
    held := escrow._lock_by_task(work.id);
    if work.state <> 'ACCEPTED' then
        perform core.fail('HXA03', null, 'Only accepted work can be given back.');
    end if;
    if held = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    end if;
    ending := case when core.now() <= work.accepted_at + escrow._held_since(work.id, work.accepted_at)
            + (select r.withdrawal_free from city.rule as r where r.city_id = work.city_id)
        then 'withdrawn' else 'abandoned' end;
    perform core._because(reason);
    if work.deadline_at <= core.now()
       or exists (select from proof.proof as p where p.task_id = work.id)
    then
        perform task._call_off(work.id, ending);
    else
        perform task._end_assignment(work.id, ending);
        update task.task as t
           set state = 'OPEN', worker_id = null, accepted_at = null
         where t.id = work.id;
    end if;
    return task._summary(work.id);
end $$;

comment on function task.abandon is $$Give accepted work back. It is open to others again; after a proof or past the deadline it
is called off and the poster refunded whole. Free within 60 seconds; later it costs trust. A repeat
answers what is there.
@param reason 1 to 1000 characters, kept on the events
@returns the task, OPEN or CANCELLED
@errors HX202 HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source decisions.md Lifecycle$$;

grant execute on function task.abandon to hx_member;
