-- Lock the escrow of a task that is locked already; answers its state.
create or replace function escrow._lock_by_task(task_id uuid)
    returns text
    language sql volatile security definer set search_path = ''
as $$
    select e.state from escrow.escrow as e
     where e.task_id = _lock_by_task.task_id
       for no key update
$$;
