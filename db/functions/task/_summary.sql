-- One task as a summary.
create or replace function task._summary(task_id uuid)
    returns task.summary
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(t.id, t.poster_id, t.worker_id, t.title, t.category, t.price_cents, t.currency,
               t.mode, t.state, t.requires_proof, e.id, e.state, t.deadline_at, t.created_at,
               t.accepted_at, a.started_at, a.completion_requested_at, t.proof_submitted_at,
               t.completed_at, t.cancelled_at)::task.summary
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      left join task.assignment as a on a.task_id = t.id and a.ended_at is null
     where t.id = task_id);
end $$;
