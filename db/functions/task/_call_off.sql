-- The work will not be done: its assignment, if one is open, ends so, and the money follows the task's end.
create or replace function task._call_off(
    task_id             uuid,
    ending              text,
    compensation_cents  bigint default 0
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform task._end_assignment(task_id, ending, compensation_cents);
    update task.task as t
       set state = 'CANCELLED', cancelled_at = core.now()
     where t.id = task_id;
end $$;
