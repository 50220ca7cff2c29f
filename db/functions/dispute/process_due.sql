-- The clock of disputes: begins the review when evidence was waited for long enough, and escalates
-- what nobody touched. Locks their tasks first.
create or replace function dispute.process_due(batch integer default 100)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    taken uuid[];
begin
    perform core._clock_begins('dispute', array(
        select d.id from core.clock_failure as f join dispute.dispute as d on d.id = f.row_id
         where f.machine = 'dispute' and d.due_at <= core.now()));
    select coalesce(array_agg(k.id order by k.due_at, k.id), '{}') into taken
      from (select d.id, d.due_at
              from dispute.dispute as d join task.task as t on t.id = d.task_id
             where d.due_at <= core.now()
               and not exists (select from escrow.escrow as e
                                where e.task_id = t.id and e.held_at is not null)
               and not exists (select from core.clock_failure as f
                                where f.machine = 'dispute' and f.row_id = d.id
                                  and f.due_at > core.now())
             order by d.due_at
             limit batch for no key update of t skip locked) as k;
    return core._clock_moves('dispute', taken, 'dispute._on_time'::regproc);
end $$;

comment on function dispute.process_due is $$Do what the clock of disputes has due, oldest first,
beside other workers: evidence that was waited for 72 hours begins the review; what lies untouched,
or under review, for 48 is escalated.
@param batch how many at most in this transaction
@returns how many were taken; 0 where none is due
@errors none
@source QUE-04 QUE-06$$;

grant execute on function dispute.process_due to hx_job;
