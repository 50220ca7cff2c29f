-- Whether somebody who is no party to a task may see it: open and funded, of a poster who is there, and
-- nothing that he may not take.
create or replace function task._is_shown(task_id uuid, viewer uuid)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return exists (
        select from task.opening as o
          join account.user as p on p.id = o.poster_id
         where o.task_id = task_id and p.state = 'ACTIVE')
       and eligibility.check(viewer, task_id);
end $$;
