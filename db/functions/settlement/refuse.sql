-- The second person refuses a held settlement: it FAILED, nothing was sent, the amount is owed as before.
create or replace function settlement.refuse(settlement_id uuid, reason core.reason)
    returns settlement.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
begin
    perform account._acting();
    select s.* into moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    if moving.state = 'FAILED' and moving.last_error = 'refused_by_staff' then
        return settlement._view(moving.id);
    end if;
    if moving.state <> 'PENDING' or moving.submitted_at is not null or not exists (
        select from settlement.hold as h
         where h.settlement_id = moving.id and h.closed_at is null
           and coalesce(h.lifts_at > core.now(), true))
    then
        perform core.fail('HXA03', 'settlement_id',
            'Only a settlement that a hold keeps back, and that was never sent, can be refused.');
    end if;
    perform admin._act('settlement.refuse', 'settlement', moving.id,
        array[moving.payee_id] || (select array_agg(h.opened_by) from settlement.hold as h
            where h.settlement_id = moving.id and h.opened_by is not null and h.closed_at is null), reason,
        jsonb_build_object('amount_cents', moving.amount_cents));
    perform settlement._fail(moving.id, 'refused_by_staff', false);
    return settlement._view(moving.id);
end $$;

comment on function settlement.refuse is $$Refuse a held settlement: it FAILED, and nothing is sent. What is owed is owed as before, and
settlement.retry orders it anew. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the settlement, FAILED
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source STL-11 ADM-16$$;

grant execute on function settlement.refuse to hx_admin;
