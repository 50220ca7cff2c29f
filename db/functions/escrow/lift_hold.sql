-- Staff lifts a hold that staff opened. Locks task and escrow, then the hold.
create or replace function escrow.lift_hold(hold_id uuid, reason core.reason)
    returns escrow.hold_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    named escrow.hold;
    held escrow.escrow;
begin
    select h.* into named from escrow.hold as h where h.id = hold_id;
    if not found then
        perform core.fail('HXA02', 'hold_id');
    end if;
    if named.kind = 'CHARGEBACK' then
        perform core.fail('HXA03', 'hold_id', 'A chargeback''s hold ends by Stripe''s word alone.');
    end if;
    held := escrow._lock_whole(named.escrow_id);
    select h.* into named from escrow.hold as h where h.id = hold_id for no key update;
    if named.closed_at is null then
        perform admin._act('escrow.lift_hold', 'hold', named.id, escrow._parties(held.task_id), reason,
            jsonb_build_object('escrow_id', held.id, 'kind', named.kind));
        perform escrow._lift(named.id, actor.id, reason);
    end if;
    return escrow._hold_view(named.id);
end $$;

comment on function escrow.lift_hold is $$Lift a hold. With the last one the money is free again and every due time of the task moves
later by as long as it was held. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the hold, closed
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source decisions.md Money$$;

grant execute on function escrow.lift_hold to hx_admin;
