-- Staff's door to the end for the poster: work that is OPEN or ACCEPTED is called off and refunded whole.
create or replace function escrow.refund(escrow_id uuid, reason core.reason)
    returns escrow.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow;
begin
    perform account._acting();
    held := escrow._lock_whole(escrow_id);
    if held.state = 'REFUNDED' then
        return escrow._view(held.id);
    elsif held.closed_at is not null then
        perform core.fail('HX002');
    elsif held.held_at is not null then
        perform core.fail('HX202');
    elsif not exists (select from task.task as t
                       where t.id = held.task_id and t.state in ('OPEN', 'ACCEPTED'))
    then
        perform core.fail('HXA03', null, 'Work that was handed in needs a dispute.',
            'Open a dispute and resolve it.');
    end if;
    perform admin._act('escrow.refund', 'escrow', held.id, escrow._parties(held.task_id), reason,
        amount_cents => held.amount_cents, currency => held.currency);
    perform task._call_off(held.task_id, 'refunded');
    return escrow._view(held.id);
end $$;

comment on function escrow.refund is $$Call off work that is OPEN or ACCEPTED, and so refund its money whole. A repeat answers what
is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the escrow, REFUNDED
@errors HX002 HX202 HX501 HX503 HX504 HX506 HX602 HXA01 HXA02 HXA03
@source ESC-05$$;

grant execute on function escrow.refund to hx_admin;
