-- XPB-17 X16
create or replace view audit._proves_streaks_follow_days as
with days as (
    select x.account_id, x.day,
           x.day - lag(x.day) over (partition by x.account_id order by x.day) as gap
      from (select distinct k.account_id, k.day from xp.entry as k) as x
), runs as (
    select d.account_id, d.day,
           count(*) filter (where d.gap is null or d.gap > 2)
               over (partition by d.account_id order by d.day) as run
      from days as d
), lengths as (
    select r.account_id, r.run, max(r.day) as last_day, count(*) as days
      from runs as r group by r.account_id, r.run
)
select p.account_id
  from xp.progress as p
  left join lateral (select l.days, l.last_day from lengths as l
                      where l.account_id = p.account_id order by l.run desc limit 1) as n on true
 where not exists (select from core.event as v where v.aggregate_id = p.account_id
                      and v.aggregate = 'account' and v.event = 'resumed')
   and ((p.streak_days, p.streak_last_day) is distinct from (coalesce(n.days, 0), n.last_day)
        or p.longest_streak <> coalesce((select max(l.days) from lengths as l
                                          where l.account_id = p.account_id), 0))
union all
-- Who paused has moved days, but never more of them than he worked.
select p.account_id
  from xp.progress as p
 where p.longest_streak > (select count(distinct k.day) from xp.entry as k
                            where k.account_id = p.account_id)
union all
-- The day of an award is that of the task's city.
select x.account_id
  from xp.entry as x
  join task.task as t on t.id = x.task_id
  join city.city as c on c.id = t.city_id
 where x.day <> (t.completed_at at time zone c.time_zone)::date;

comment on view audit._proves_streaks_follow_days is
    'Each streak is the run of its cities'' days, a single missed day forgiven; pauses aside';
