-- XPB-09 XPB-12
create or replace view audit._proves_badges_are_earned as
select p.account_id, d.id as badge_id
  from xp.progress as p
 cross join badge.definition as d
  left join badge.award as a on a.account_id = p.account_id and a.badge_id = d.id
 where (a.account_id is not null) <> case d.kind
       when 'completed_tasks' then p.completed_tasks >= d.threshold
       when 'level' then p.level >= d.threshold
       when 'streak_days' then p.longest_streak >= d.threshold
       when 'category_tasks' then badge._done_in(p.account_id, d.category) >= d.threshold
       else a.account_id is not null end
union all
select a.account_id, a.badge_id
  from badge.award as a join task.task as t on t.id = a.task_id
 where t.state <> 'COMPLETED' or t.worker_id <> a.account_id;

comment on view audit._proves_badges_are_earned is
    'Everybody has the badges of counts, levels and streaks that he has reached, and no other';
