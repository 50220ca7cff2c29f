-- Staff's door to the end for the worker: a task whose proof is accepted is completed.
create or replace function escrow.release(escrow_id uuid, reason core.reason)
    returns escrow.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow;
begin
    perform account._acting();
    held := escrow._lock_whole(escrow_id);
    if held.state = 'RELEASED' then
        return escrow._view(held.id);
    elsif held.closed_at is not null then
        perform core.fail('HX002');
    elsif held.held_at is not null then
        perform core.fail('HX202');
    elsif not exists (
        select from task.task as t join proof.proof as p on p.task_id = t.id
         where t.id = held.task_id and t.state = 'PROOF_SUBMITTED' and p.state = 'ACCEPTED')
    then
        perform core.fail('HX201', null, 'The task has no accepted proof.',
            'Let the poster accept, or resolve a dispute.');
    end if;
    perform admin._act('escrow.release', 'escrow', held.id, escrow._parties(held.task_id), reason,
        amount_cents => held.amount_cents, currency => held.currency);
    perform task._finish(held.task_id);
    return escrow._view(held.id);
end $$;

comment on function escrow.release is $$Complete a task whose proof is accepted, and so release its money. A repeat answers what is
there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the escrow, RELEASED
@errors HX002 HX201 HX202 HX501 HX503 HX504 HX506 HX602 HXA01 HXA02
@source ESC-04 ESC-24$$;

grant execute on function escrow.release to hx_admin;
