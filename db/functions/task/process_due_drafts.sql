-- The clock of drafts: those that nobody edited in time are abandoned, those that nobody resumed forgotten.
create or replace function task.process_due_drafts(batch integer default 100)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    taken uuid[];
begin
    perform core._clock_begins('draft', array(
        select d.id from core.clock_failure as f join task.draft as d on d.id = f.row_id
         where f.machine = 'draft' and d.due_at <= core.now()));
    select coalesce(array_agg(d.id order by d.due_at, d.id), '{}') into taken
      from (select r.id, r.due_at from task.draft as r
             where r.due_at <= core.now()
               and not exists (select from core.clock_failure as f
                                where f.machine = 'draft' and f.row_id = r.id
                                  and f.due_at > core.now())
             order by r.due_at
             limit batch for no key update of r skip locked) as d;
    return core._clock_moves('draft', taken, 'task._draft_on_time'::regproc);
end $$;

comment on function task.process_due_drafts is $$Abandon the drafts that nobody edited in time, and forget what those say that nobody resumed within thirty days,
oldest first, beside other workers.
@param batch how many at most in this transaction
@returns how many were taken; 0 where none is due
@errors none
@source QUE-04 QUE-06$$;

grant execute on function task.process_due_drafts to hx_job;
