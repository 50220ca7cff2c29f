-- After an award of XP: every badge whose condition is met now and that the worker has not. The cheap
-- conditions are columns; the others are asked only where this completion could have decided them.
create or replace function badge._check(work task.task, local_time timestamp)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    -- What is earned already is left out first: otherwise its condition is asked all the same.
    insert into badge.award (account_id, badge_id, task_id)
    with missing as materialized (
        select d.id, d.kind, d.category, d.threshold from badge.definition as d
         where not exists (select from badge.award as a
                            where a.account_id = work.worker_id and a.badge_id = d.id)
    )
    select p.account_id, d.id, work.id
      from xp.progress as p
      join trust.standing as s on s.account_id = p.account_id
     cross join missing as d
     where p.account_id = work.worker_id
       and case
            when d.kind = 'completed_tasks' then p.completed_tasks >= d.threshold
            when d.kind = 'streak_days' then p.streak_days >= d.threshold
            when d.kind = 'trust_tier' then s.tier >= d.threshold
            when d.kind = 'level' then p.level >= d.threshold
            when p.completed_tasks < d.threshold then false
            when d.kind = 'category_tasks' then case when d.category = work.category
                then badge._done_in(p.account_id, d.category) >= d.threshold else false end
            when d.kind = 'early_tasks' then case when local_time::time < time '09:00'
                then badge._done_early(p.account_id) >= d.threshold else false end
            else badge._is_perfect_week(p.account_id, local_time::date, d.threshold) end
    on conflict on constraint award_pkey do nothing;
end $$;
