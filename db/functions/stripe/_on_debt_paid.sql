-- A payment of what somebody owed: his debt less it. What is too much, for it was paid otherwise meanwhile,
-- goes back to him.
create or replace function stripe._on_debt_paid(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    payment jsonb := told.payload #> '{data,object}';
    paid stripe.intent;
    owed bigint;
begin
    select i.* into paid from stripe.intent as i
     where i.purpose = 'debt' and i.id::text = payment #>> '{metadata,intent_id}' for no key update;
    if not found then
        return stripe._park(told);
    end if;
    if payment ->> 'amount_received' is distinct from paid.amount_cents::text
       or upper(coalesce(payment ->> 'currency', '')) <> paid.currency
       or coalesce(paid.provider_intent_id, told.object_id) <> told.object_id
       or paid.state = 'SUCCEEDED'
    then
        return stripe._finish(told.id, 'IGNORED', 'payment_malformed');
    end if;
    if paid.state <> 'CANCELLED' then
        update stripe.intent as i
           set state = 'SUCCEEDED', provider_intent_id = told.object_id,
               provider_charge_id = payment ->> 'latest_charge', due_at = null
         where i.id = paid.id;
    end if;
    select -a.balance_cents into owed from ledger.account as a
     where a.kind = 'debt' and a.owner_id = paid.payer_id and a.currency = paid.currency for no key update;
    owed := least(coalesce(owed, 0), paid.amount_cents);
    if owed > 0 then
        perform ledger._post('debt_paid', told.id, null, paid.currency, array[
            row('stripe', null, -owed)::ledger.leg, row('debt', paid.payer_id, owed)::ledger.leg]);
    end if;
    if owed < paid.amount_cents then
        perform stripe._suspend_and_refund(told, null, paid.payer_id, paid.amount_cents - owed, paid.currency);
    end if;
    return stripe._finish(told.id, 'PROCESSED', 'debt_paid');
end $$;
