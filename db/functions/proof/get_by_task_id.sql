-- The latest proof of a task, for its parties.
create or replace function proof.get_by_task_id(task_id uuid)
    returns proof.view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    latest uuid;
begin
    select p.id into latest
      from proof.proof as p join task.task as t on t.id = p.task_id
     where p.task_id = task_id and viewer in (t.poster_id, t.worker_id)
     order by p.attempt desc limit 1;
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    return proof._view(latest);
end $$;

comment on function proof.get_by_task_id is $$The latest proof of a task, for its poster and worker.
@returns the proof with its photos
@errors HX501 HX504 HXA02
@source PRF-07$$;

grant execute on function proof.get_by_task_id to hx_member;
