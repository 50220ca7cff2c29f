-- Close a task whose work was accepted: pays and awards in one commit.
create or replace function task.complete(task_id uuid)
    returns task.completion
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    work task.task := task._lock_as('poster', task_id, poster.id);
    held text := escrow._lock_by_task(work.id);
begin
    if work.state = 'COMPLETED' then
        return task._completion(work.id);
    end if;
    if work.state not in ('ACCEPTED', 'PROOF_SUBMITTED') then
        perform core.fail('HXA03', null, 'Only accepted work can be completed.');
    end if;
    if held = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    end if;
    if work.state = 'PROOF_SUBMITTED' then
        perform proof._accept_latest(work.id, poster.id);
    elsif work.requires_proof then
        perform core.fail('HX301');
    end if;

    perform task._finish(work.id);

    return task._completion(work.id);
end $$;

comment on function task.complete is $$Accept the submitted proof, if it still waits, and complete the task: the money
is released and XP awarded in the same transaction. A repeat answers what was done.
@idempotency money
@returns the task, its escrow as released and the XP awarded
@errors HX202 HX301 HX501 HX503 HX504 HX602 HXA02 HXA03
@source LIF-08 ESC-12 XPB-01$$;

grant execute on function task.complete to hx_member;
