-- A second person lets a held settlement go: not its payee, and not who held it.
create or replace function settlement.lift_hold(hold_id uuid, reason core.reason)
    returns settlement.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    held settlement.hold;
    moving settlement.settlement;
begin
    select h.* into held from settlement.hold as h where h.id = hold_id;
    if not found then
        perform core.fail('HXA02', 'hold_id');
    end if;
    select s.* into strict moving from settlement.settlement as s
     where s.id = held.settlement_id for no key update;
    select h.* into strict held from settlement.hold as h where h.id = hold_id for no key update;
    if held.closed_at is not null then
        return settlement._view(moving.id);
    end if;
    perform admin._act('settlement.lift_hold', 'settlement', moving.id,
        array[moving.payee_id, held.opened_by], reason,
        jsonb_build_object('hold_id', held.id, 'kind', held.kind));
    update settlement.hold as h set closed_at = core.now(), closed_by = actor.id where h.id = held.id;
    update settlement.settlement as s
       set approved_by = actor.id, due_at = settlement._when_due(s.id, core.now())
     where s.id = moving.id and s.state = 'PENDING';
    return settlement._view(moving.id);
end $$;

comment on function settlement.lift_hold is $$Lift a hold of a settlement. Without another it goes out. Nobody lifts what he laid, or what pays
him. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the settlement with its holds
@errors HX501 HX503 HX504 HX602 HXA01 HXA02
@source STL-11 ADM-16 SEC-10$$;

grant execute on function settlement.lift_hold to hx_admin;
