-- A payment of what somebody owed: his debt less it. What is too much, for it was paid otherwise meanwhile,
-- goes back to him, and so does a payment that is not the one that was ordered. Locks the intent, then the
-- debt.
create or replace function stripe._on_debt_paid(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    payment jsonb := told.payload #> '{data,object}';
    paid_cents bigint;
    paid_currency text := upper(payment ->> 'currency');
    ordered stripe.intent := stripe._debt_intent_of(told);
    owed bigint;
begin
    if ordered.id is null then
        return stripe._park(told);
    elsif jsonb_typeof(payment -> 'amount_received') is distinct from 'number'
       or payment ->> 'amount_received' !~ '^[1-9][0-9]{0,11}$'
       or paid_currency is null or paid_currency !~ '^[A-Z]{3}$'
    then
        return stripe._finish(told.id, 'IGNORED', 'payment_malformed');
    end if;
    paid_cents := (payment ->> 'amount_received')::bigint;
    if paid_cents <> ordered.amount_cents or paid_currency <> ordered.currency
       or coalesce(ordered.provider_intent_id, told.object_id) <> told.object_id
       or ordered.state = 'SUCCEEDED'
    then
        perform stripe._suspend_and_refund(told, null, ordered.payer_id, paid_cents, paid_currency);
        return stripe._finish(told.id, 'PROCESSED', 'suspended_and_refunded');
    end if;
    if ordered.state <> 'CANCELLED' then
        update stripe.intent as i
           set state = 'SUCCEEDED', provider_intent_id = told.object_id,
               provider_charge_id = payment ->> 'latest_charge', due_at = null
         where i.id = ordered.id;
    end if;
    select -a.balance_cents into owed from ledger.account as a
     where a.kind = 'debt' and a.owner_id = ordered.payer_id and a.currency = ordered.currency
       for no key update;
    owed := least(coalesce(owed, 0), paid_cents);
    if owed > 0 then
        perform ledger._post('debt_paid', told.id, null, ordered.currency, array[
            row('stripe', null, -owed)::ledger.leg, row('debt', ordered.payer_id, owed)::ledger.leg]);
    end if;
    if owed < paid_cents then
        perform stripe._suspend_and_refund(told, null, ordered.payer_id, paid_cents - owed, ordered.currency);
    end if;
    return stripe._finish(told.id, 'PROCESSED', 'debt_paid');
end $$;
