-- Whose money an escrow is: poster and every worker the task ever had.
create or replace function escrow._parties(task_id uuid)
    returns uuid[]
    language sql stable security definer set search_path = ''
as $$
    select array(select t.poster_id from task.task as t where t.id = _parties.task_id
                  union
                 select a.worker_id from task.assignment as a where a.task_id = _parties.task_id)
$$;
