-- An admin takes a transfer back, wholly or in part: a settlement of its own, sent to Stripe as ever.
create or replace function settlement.reverse(
    settlement_id  uuid,
    amount_cents   core.cents,
    reason         core.reason
)
    returns settlement.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    settled settlement.settlement;
    live_id uuid;
    act_id uuid;
begin
    perform account._acting();
    select s.* into settled from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    if settled.kind <> 'transfer' or settled.state <> 'SETTLED' then
        perform core.fail('HXA03', 'settlement_id', 'Only a transfer that is SETTLED can be reversed.');
    end if;
    if coalesce(amount_cents, 0) = 0 then
        perform core.fail('HXA01', 'amount_cents', 'It is required, at least 1.');
    end if;
    select s.id into live_id from settlement.settlement as s
     where s.kind = 'reversal' and s.replaces_id = settled.id and s.state not in ('SETTLED', 'FAILED');
    if found then
        return settlement._view(live_id);
    end if;
    act_id := admin._act('settlement.reverse', 'settlement', settled.id, array[settled.payee_id], reason,
        jsonb_build_object('amount_cents', amount_cents), amount_cents, settled.currency);
    live_id := settlement._order('reversal', act_id, settled.leg, settled.escrow_id,
        settled.payee_id, amount_cents, settled.currency, settled.charge, settled.id);
    return settlement._view(live_id);
end $$;

comment on function settlement.reverse is $$Take a settled transfer back from the worker's account at Stripe, wholly or in part. When it is
SETTLED the amount is owed to him again, and nothing pays it by itself. A repeat while one is under way
answers that one.
@param amount_cents US cents, at most what no other reversal takes
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the reversal
@errors HX501 HX503 HX504 HX506 HX602 HXA01 HXA02 HXA03 HXA18
@source decisions.md Money$$;

grant execute on function settlement.reverse to hx_admin;
