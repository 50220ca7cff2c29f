-- End a hold. With the last one every due time of the task moves later by as long as it was held, one
-- that was set meanwhile (a proof handed in, a dispute's step) by as long as it was held since; and the
-- money is FUNDED again, unless a dispute still locks it.
create or replace function escrow._lift(hold_id uuid, closed_by uuid, reason text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow;
    set_at timestamptz;
    ended_at timestamptz;
begin
    update escrow.hold as h
       set closed_at = core.now(), closed_by = closed_by, closing_reason = reason
     where h.id = hold_id and h.closed_at is null;
    select e.* into strict held from escrow.escrow as e
      join escrow.hold as h on h.escrow_id = e.id
     where h.id = hold_id;
    if exists (select from escrow.hold as h where h.escrow_id = held.id and h.closed_at is null) then
        return;
    end if;
    -- Who waited for the lock may have begun before the hold did: for him it has not stood at all.
    ended_at := greatest(core.now(), held.held_at);
    select greatest(held.held_at, max(p.submitted_at), max(a.completion_requested_at)) into set_at
      from task.assignment as a
      left join proof.proof as p on p.task_id = a.task_id and p.state = 'SUBMITTED'
     where a.task_id = held.task_id and a.ended_at is null;
    update task.task as t
       set deadline_at = t.deadline_at + (ended_at - held.held_at),
           due_at = t.due_at + greatest(ended_at - case t.due_event when 'complete' then set_at
                                                  else held.held_at end, interval '0')
     where t.id = held.task_id;
    update proof.proof as p
       set review_due_at = p.review_due_at + (ended_at - set_at)
     where p.task_id = held.task_id and p.state = 'SUBMITTED' and ended_at > set_at;
    update dispute.dispute as d
       set due_at = d.due_at + greatest(ended_at - greatest(held.held_at, d.updated_at), interval '0')
     where d.task_id = held.task_id and d.state <> 'RESOLVED';
    update escrow.escrow as e
       set held_at = null,
           state = case when exists (select from dispute.dispute as d
                                      where d.task_id = held.task_id and d.state <> 'RESOLVED')
                        then 'LOCKED_DISPUTE' else 'FUNDED' end
     where e.id = held.id;
end $$;
