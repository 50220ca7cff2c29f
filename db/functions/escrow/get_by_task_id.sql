-- The money of a task, for its parties; Stripe's ids stay inside.
create or replace function escrow.get_by_task_id(task_id uuid)
    returns escrow.view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    escrow_id uuid;
begin
    select e.id into escrow_id
      from escrow.escrow as e join task.task as t on t.id = e.task_id
     where e.task_id = task_id and viewer in (t.poster_id, t.worker_id);
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    return escrow._view(escrow_id);
end $$;

comment on function escrow.get_by_task_id is $$The escrow of a task, for its poster and worker.
@returns amounts in cents and the state
@errors HX501 HX504 HXA02
@source ESC-08$$;

grant execute on function escrow.get_by_task_id to hx_member;
