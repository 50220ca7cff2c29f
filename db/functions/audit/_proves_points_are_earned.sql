-- TRU-02
create or replace view audit._proves_points_are_earned as
with earned as not materialized (
    select a.worker_id, a.task_id, case when a.ending = 'completed' then 'completed' else 'abandoned' end as kind,
           case when a.ending = 'completed' then case t.mode when 'LIVE' then 1.5 else 1 end
                else case t.mode when 'LIVE' then -4 else -2 end end as points
      from task.assignment as a join task.task as t on t.id = a.task_id
     where a.ending in ('completed', 'abandoned', 'overdue')
    union all
    select a.worker_id, a.task_id, 'completed_quickly', case t.mode when 'LIVE' then 1 else 0.5 end
      from task.assignment as a join task.task as t on t.id = a.task_id
     where a.ending = 'completed' and a.started_at > t.completed_at - interval '30 minutes'
)
select e.task_id as id
  from earned as e
  left join trust.point as p on p.account_id = e.worker_id and p.task_id = e.task_id and p.kind = e.kind
 where p.points is distinct from e.points
union all
select p.task_id
  from trust.point as p
 where not exists (select from earned as e
                    where e.worker_id = p.account_id and e.task_id = p.task_id and e.kind = p.kind);
comment on view audit._proves_points_are_earned is
    'Points are those of completed and of abandoned work, each once';
