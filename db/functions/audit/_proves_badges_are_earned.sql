-- XPB-09 XPB-12. A perfect week is proved one way only: a later rejection takes nothing away.
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
       when 'early_tasks' then badge._done_early(p.account_id) >= d.threshold
       when 'trust_tier' then exists (
            select from trust.entry as e
             where e.account_id = p.account_id and e.reason = 'PROMOTION'
               and e.new_tier >= d.threshold)
       else a.account_id is not null and exists (
            select from xp.entry as x
             where x.task_id = a.task_id and d.threshold <= (
                   select count(*) from xp.entry as k
                    where k.account_id = a.account_id and k.id <= x.id
                      and date_trunc('week', k.day::timestamp)
                        = date_trunc('week', x.day::timestamp))
               and not exists (
                   select from proof.proof as r
                     join task.task as t on t.id = r.task_id
                     join city.city as c on c.id = t.city_id
                    where r.submitter_id = a.account_id and r.state = 'REJECTED'
                      and r.reviewed_at < a.awarded_at
                      and date_trunc('week', r.reviewed_at at time zone c.time_zone)
                        = date_trunc('week', x.day::timestamp))) end
union all
select a.account_id, a.badge_id
  from badge.award as a join task.task as t on t.id = a.task_id
 where t.state <> 'COMPLETED' or t.worker_id <> a.account_id;

comment on view audit._proves_badges_are_earned is
    'Everybody has the badges of counts, levels, streaks and tiers that he has reached, and no other';
