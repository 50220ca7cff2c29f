-- LIF-16 QUE-16
create or replace view audit._ready_clocks_are_on_time as
select 'task ' || t.id as subject, t.due_at as since
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id and e.held_at is null
 where t.due_at < core.now() - interval '15 minutes'
union all
select 'dispute ' || d.id, d.due_at
  from dispute.dispute as d
  join escrow.escrow as e on e.task_id = d.task_id and e.held_at is null
 where d.due_at < core.now() - interval '15 minutes'
union all
select 'account ' || u.id, u.suspension_ends_at
  from account.user as u
 where u.state = 'SUSPENDED' and u.suspension_ends_at < core.now() - interval '15 minutes'
union all
select 'credential ' || k.id, k.due_at
  from verification.credential as k
 where k.due_at < core.now() - interval '15 minutes'
union all
select 'draft ' || d.id, d.due_at
  from task.draft as d
 where d.due_at < core.now() - interval '15 minutes';
comment on view audit._ready_clocks_are_on_time is
    'No task, dispute, suspension, credential or draft is more than 15 minutes overdue, but for what a hold stops';
