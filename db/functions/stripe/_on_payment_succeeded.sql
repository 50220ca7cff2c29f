-- payment_intent.succeeded: fund the escrow, or take the payment into suspense and send it back.
create or replace function stripe._on_payment_succeeded(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    payment jsonb := told.payload #> '{data,object}';
    held escrow.escrow := stripe._escrow_of(told);
    work task.task;
    paid jsonb := coalesce(payment -> 'amount_received', payment -> 'amount');
    paid_cents bigint;
    paid_currency text := upper(payment ->> 'currency');
    own_intent text;
begin
    if payment #>> '{metadata,purpose}' = 'debt' then
        return stripe._on_debt_paid(told);
    elsif held.id is null then
        return stripe._park(told);
    end if;
    if coalesce(payment ->> 'status', 'succeeded') <> 'succeeded'
       or jsonb_typeof(paid) is distinct from 'number' or paid::text !~ '^[1-9][0-9]{0,11}$'
       or paid_currency is null or paid_currency !~ '^[A-Z]{3}$'
    then
        return stripe._finish(told.id, 'IGNORED', 'payment_malformed');
    end if;
    paid_cents := paid::bigint;
    select t.* into strict work from task.task as t where t.id = held.task_id;
    select i.provider_intent_id into own_intent from stripe.intent as i
     where i.escrow_id = held.id and i.purpose = 'escrow' and i.state <> 'CANCELLED';

    if held.state = 'PENDING' and work.state = 'OPEN'
       and paid_cents = held.amount_cents and paid_currency = held.currency
       and coalesce(own_intent, told.object_id) = told.object_id
    then
        perform stripe._intent_succeeded(held, told.object_id, payment ->> 'latest_charge');
        perform escrow._fund(held.id, told.id);
        return stripe._finish(told.id, 'PROCESSED', 'funded');
    end if;

    if own_intent = told.object_id then
        perform stripe._intent_succeeded(held, told.object_id, payment ->> 'latest_charge');
    end if;
    perform stripe._suspend_and_refund(told, held.id, work.poster_id, paid_cents, paid_currency);
    return stripe._finish(told.id, 'PROCESSED', 'suspended_and_refunded');
end $$;
