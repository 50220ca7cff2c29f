-- How many tasks a worker completed before nine in the morning of their city.
create or replace function badge._done_early(worker_id uuid)
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    select count(*) from task.task as t join city.city as c on c.id = t.city_id
     where t.worker_id = _done_early.worker_id and t.state = 'COMPLETED'
       and (t.completed_at at time zone c.time_zone)::time < time '09:00'
$$;
