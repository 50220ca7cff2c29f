-- Open the dispute of a task that is locked from the top; null opened_by is the clock or Stripe. Task
-- and escrow follow (dispute.on_dispute).
create or replace function dispute._open(
    work         task.task,
    opened_by    uuid,
    reason       text,
    description  text
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    dispute_id uuid := core.new_id();
begin
    insert into dispute.dispute
        (id, task_id, poster_id, worker_id, opened_by, reason, description, due_at)
    select dispute_id, work.id, work.poster_id, work.worker_id, opened_by, reason, description,
           core.now() + r.dispute_review_period
      from city.rule as r where r.city_id = work.city_id;
    return dispute_id;
end $$;
