-- How many tasks of a category a worker completed.
create or replace function badge._done_in(worker_id uuid, category text)
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    select count(*) from task.task as t
     where t.worker_id = _done_in.worker_id and t.category = _done_in.category
       and t.state = 'COMPLETED'
$$;
