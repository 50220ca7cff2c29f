-- What completing a task did.
create or replace function task._completion(task_id uuid)
    returns task.completion
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(t.id, t.state, t.completed_at, e.id, e.state, e.release_cents, e.worker_cents,
               x.base_xp, x.streak_multiplier, x.effective_xp)::task.completion
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      left join xp.entry as x on x.escrow_id = e.id
     where t.id = task_id);
end $$;
