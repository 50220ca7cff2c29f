-- Close the open assignment of a task that is locked, with how it ended and what it is compensated with.
create or replace function task._end_assignment(
    task_id             uuid,
    ending              text,
    compensation_cents  bigint default 0
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update task.assignment as a
       set ended_at = core.now(), ending = ending, compensation_cents = compensation_cents
     where a.task_id = task_id and a.ended_at is null;
end $$;
