-- The error of a failed job, which the queue itself does not keep.
create or replace function core.record_failure(
    task        text,
    job_id      text,
    error       text,
    message     text,
    details     text default null
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform core._failed('job', task, job_id, error, message, details);
end $$;

comment on function core.record_failure is $$Keep the error of a failed job.
@param task the job's task
@param job_id its number in the queue
@param error the class of the error
@param details its trace
@returns nothing
@errors none
@source QUE-18$$;

grant execute on function core.record_failure to hx_job;
