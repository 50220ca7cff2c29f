-- Staff holds a payment: until it is lifted the money and every clock of the task stand still.
create or replace function escrow.hold(escrow_id uuid, kind escrow.hold_kind, reason core.reason)
    returns escrow.hold_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    held escrow.escrow := escrow._lock_whole(escrow_id);
    hold_id uuid;
begin
    if kind is null then
        perform core.fail('HXA01', 'kind', 'It is required: FRAUD, SAFETY or REVIEW.');
    end if;
    select h.id into hold_id from escrow.hold as h
     where h.escrow_id = held.id and h.kind = kind and h.closed_at is null;
    if found then
        return escrow._hold_view(hold_id);
    end if;
    if held.closed_at is not null then
        perform core.fail('HX002');
    elsif held.funded_at is null then
        perform core.fail('HX203', null, 'Nothing was paid yet; there is nothing to hold.');
    end if;
    hold_id := core.new_id();
    perform admin._act('escrow.hold', 'hold', hold_id, escrow._parties(held.task_id), reason,
        jsonb_build_object('escrow_id', held.id, 'kind', kind));
    perform escrow._hold(held.id, kind, reason, actor.id, hold_id => hold_id);
    return escrow._hold_view(hold_id);
end $$;

comment on function escrow.hold is $$Hold the payment of a task: nothing is accepted, reviewed, completed, cancelled, resolved or
paid until it is lifted, and the task's clocks stand still. A repeat answers the open hold of the kind.
@param kind FRAUD, SAFETY or REVIEW
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the hold
@errors HX002 HX203 HX501 HX503 HX504 HX602 HXA01 HXA02
@source decisions.md Money$$;

grant execute on function escrow.hold to hx_admin;
