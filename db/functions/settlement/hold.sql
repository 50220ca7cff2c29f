-- Staff keeps a settlement that was not sent from being taken, until another of staff lifts it.
create or replace function settlement.hold(settlement_id uuid, reason core.reason)
    returns settlement.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    moving settlement.settlement;
begin
    select s.* into moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    if exists (select from settlement.hold as h
                where h.settlement_id = moving.id and h.kind = 'REVIEW' and h.closed_at is null)
    then
        return settlement._view(moving.id);
    end if;
    if moving.state not in ('PENDING', 'LOCKED') then
        perform core.fail('HXA03', 'settlement_id', format(
            'That settlement is %s; only what was not sent yet can be held.', moving.state));
    end if;
    perform admin._act('settlement.hold', 'settlement', moving.id, array[moving.payee_id], reason);
    perform settlement._hold(moving.id, 'REVIEW', reason, null, actor.id);
    return settlement._view(moving.id);
end $$;

comment on function settlement.hold is $$Keep a settlement that was not sent yet from being sent, until a colleague lifts the hold. A repeat
answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the settlement with its holds
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source STL-11$$;

grant execute on function settlement.hold to hx_admin;
