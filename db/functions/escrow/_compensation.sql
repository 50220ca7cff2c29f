-- What a poster's cancellation owes the assigned worker, by the escrow's own terms. The free minutes
-- stand still while a hold does.
create or replace function escrow._compensation(task_id uuid, assigned task.assignment)
    returns bigint
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select case when assigned.started_at is null
                             and core.now() <= assigned.accepted_at + e.cancellation_free
                                 + escrow._held_since(task_id, assigned.accepted_at) then 0
                        else least(e.amount_cents * e.cancellation_bps / 10000,
                            e.cancellation_cap_cents) end
              from escrow.escrow as e where e.task_id = task_id);
end $$;
