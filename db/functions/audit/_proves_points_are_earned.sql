-- TRU-02
create or replace view audit._proves_points_are_earned as
select coalesce(p.id, a.id) as id
  from (select a.id, a.worker_id, a.task_id, t.mode,
               case when a.ending = 'completed' then 'completed' else 'abandoned' end as kind
          from task.assignment as a join task.task as t on t.id = a.task_id
         where a.ending in ('completed', 'abandoned', 'overdue')
        union all
        select a.id, a.worker_id, a.task_id, t.mode, 'completed_quickly'
          from task.assignment as a join task.task as t on t.id = a.task_id
         where a.ending = 'completed' and a.started_at > t.completed_at - interval '30 minutes') as a
  full join trust.point as p
         on p.account_id = a.worker_id and p.task_id = a.task_id and p.kind = a.kind
 where p.points is distinct from case a.kind
       when 'completed' then case a.mode when 'LIVE' then 1.5 else 1 end
       when 'completed_quickly' then case a.mode when 'LIVE' then 1 else 0.5 end
       when 'abandoned' then case a.mode when 'LIVE' then -4 else -2 end end;

comment on view audit._proves_points_are_earned is
    'Points are those of completed and of abandoned work, each once';
