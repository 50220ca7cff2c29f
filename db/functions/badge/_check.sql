-- After an award of XP: every badge whose condition is met now and that the worker has not. The cheap
-- conditions are columns; the others look only where this completion could have decided them.
create or replace function badge._check(work task.task, today date)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into badge.award (account_id, badge_id, task_id)
    select p.account_id, d.id, work.id
      from xp.progress as p
      join trust.standing as s on s.account_id = p.account_id
      join badge.definition as d on case d.kind
            when 'completed_tasks' then p.completed_tasks >= d.threshold
            when 'streak_days' then p.streak_days >= d.threshold
            when 'trust_tier' then s.tier >= d.threshold
            when 'level' then p.level >= d.threshold
            when 'category_tasks' then d.category = work.category
                and p.completed_tasks >= d.threshold
            else p.completed_tasks >= d.threshold end
     where p.account_id = work.worker_id
       and not exists (select from badge.award as a
                        where a.account_id = p.account_id and a.badge_id = d.id)
       and case d.kind
            when 'category_tasks' then badge._done_in(work.worker_id, d.category) >= d.threshold
            when 'perfect_week' then badge._perfect_week(work.worker_id, today) >= d.threshold
            when 'early_tasks' then badge._done_early(work.worker_id) >= d.threshold
            else true end
    on conflict on constraint award_pkey do nothing;
end $$;
