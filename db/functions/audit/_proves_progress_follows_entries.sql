create or replace view audit._proves_progress_follows_entries as
select p.account_id
  from xp.progress as p
  left join (select x.account_id, sum(x.effective_xp) as total, count(*) as tasks
               from xp.entry as x group by x.account_id) as s on s.account_id = p.account_id
 where p.total_xp <> coalesce(s.total, 0) or p.completed_tasks <> coalesce(s.tasks, 0) or p.level <> xp.level_of(p.total_xp);
comment on view audit._proves_progress_follows_entries is
    'Each cached total of XP is the sum of its entries, the count theirs, and the level follows it';
