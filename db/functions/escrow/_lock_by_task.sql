-- Lock the escrow of a task that is locked already; answers its state.
create or replace function escrow._lock_by_task(task_id uuid)
    returns text
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held text;
begin
    select e.state into held from escrow.escrow as e
     where e.task_id = task_id
       for no key update;
    return held;
end $$;
