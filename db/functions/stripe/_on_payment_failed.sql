-- payment_intent.payment_failed: the card was refused; the same intent may be paid again.
create or replace function stripe._on_payment_failed(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    payment jsonb := told.payload #> '{data,object}';
    named text := payment #>> '{metadata,escrow_id}';
    failed_intent stripe.intent;
begin
    select i.* into failed_intent from stripe.intent as i where i.provider_intent_id = told.object_id;
    if not found and named ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
        select i.* into failed_intent from stripe.intent as i
         where i.escrow_id = named::uuid and i.purpose = 'escrow' and i.provider_intent_id is null;
    end if;
    if failed_intent.id is null then
        failed_intent := stripe._debt_intent_of(told);
        if failed_intent.provider_intent_id is not null then
            failed_intent := null;
        end if;
    end if;
    if failed_intent.id is null then
        return stripe._finish(told.id, 'IGNORED', 'payment_unknown');
    end if;
    insert into stripe.payment_failure (event_id, escrow_id, payer_id, provider_intent_id, code)
    values (told.id, failed_intent.escrow_id, failed_intent.payer_id, told.object_id,
            left(coalesce(payment #>> '{last_payment_error,decline_code}',
                payment #>> '{last_payment_error,code}', 'unknown'), 100));
    return stripe._finish(told.id, 'PROCESSED', 'payment_failed');
end $$;
