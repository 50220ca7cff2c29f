-- Points of a completion: one, and half of it more within 30 minutes of the start; LIVE work counts more.
create or replace function trust_review._reward(work task.task)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into trust.point (account_id, task_id, kind, points)
    select work.worker_id, work.id, r.kind, r.points
      from (values ('completed', case work.mode when 'LIVE' then 1.5 else 1 end, true),
                   ('completed_quickly', case work.mode when 'LIVE' then 1 else 0.5 end,
                    exists (select from task.assignment as a
                             where a.task_id = work.id and a.worker_id = work.worker_id
                               and a.started_at > work.completed_at - interval '30 minutes'))
           ) as r (kind, points, is_earned)
     where r.is_earned;
end $$;
