-- The clock of tasks: expires open work, warns and disputes overdue work, completes what nobody
-- reviewed. What is taken is locked, oldest first; it is worked through by worker, so that two
-- clocks that pay the same people don't lock them crosswise.
create or replace function task.process_due(batch integer default 100)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    taken uuid[];
begin
    perform core._clock_begins('task', array(
        select t.id from core.clock_failure as f join task.task as t on t.id = f.row_id
         where f.machine = 'task' and t.due_at <= core.now()));
    select coalesce(array_agg(d.id order by d.worker_id, d.due_at, d.id), '{}') into taken
      from (select t.id, t.worker_id, t.due_at from task.task as t
             where t.due_at <= core.now()
               and not exists (select from escrow.escrow as e
                                where e.task_id = t.id and e.held_at is not null)
               and not exists (select from core.clock_failure as f
                                where f.machine = 'task' and f.row_id = t.id
                                  and f.due_at > core.now())
             order by t.due_at
             limit batch for no key update of t skip locked) as d;
    return core._clock_moves('task', taken, 'dispute._task_on_time'::regproc);
end $$;

comment on function task.process_due is $$Do what the clock of tasks has due, oldest first, beside
other workers: open work past its deadline expires and is refunded; accepted work past it is warned
of, and disputed a day later; work handed in and not reviewed in time is accepted, completed and
paid.
@param batch how many at most in this transaction
@returns how many were taken; 0 where none is due
@errors none
@source LIF-16 ESC-21 QUE-04 QUE-06$$;

grant execute on function task.process_due to hx_job;
