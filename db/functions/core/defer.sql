-- Hand a job to procrastinate within this transaction; with a lock, at most one waits.
create or replace function core.defer(
    task          text,
    queue         text,
    args          jsonb default '{}',
    queueing_lock text default null
)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if queueing_lock is not null and exists (
        select from procrastinate.procrastinate_jobs as j
         where j.queueing_lock = queueing_lock and j.status = 'todo')
    then
        return false;
    end if;
    perform procrastinate.procrastinate_defer_jobs_v1(array[row(queue, task, 0, null, queueing_lock,
        args, null)::procrastinate.procrastinate_job_to_defer_v1]);
    return true;
exception when unique_violation then
    return false; -- its twin waits already
end $$;

comment on function core.defer is $$Defer a job in this transaction: for rare work; hot paths write an order row instead.
@param task a task of jobs/
@param queue the queue of its outside party
@param queueing_lock at most one job with this lock waits
@returns whether a job was added
@errors none
@source QUE-01$$;

grant execute on function core.defer to hx_job;
