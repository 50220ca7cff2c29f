-- Changes with whatever task.get_by_id answers the caller but the people's names and tiers; null
-- for whoever may not see it.
create or replace function cache._task_stamp(task_id uuid)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
begin
    return (select md5(concat_ws('|', t.version, t.updated_at, e.version, a.started_at,
                   a.completion_requested_at, viewer = t.poster_id, viewer = t.worker_id,
                   (select string_agg(concat_ws(' ', q.id, q.version), ',' order by q.id)
                      from proof.proof as q where q.task_id = t.id)))
              from task.task as t
              join escrow.escrow as e on e.task_id = t.id
              left join task.assignment as a on a.task_id = t.id and a.ended_at is null
             where t.id = task_id
               and (viewer in (t.poster_id, t.worker_id)
                    or task._is_shown(t.id, viewer)));
end $$;
