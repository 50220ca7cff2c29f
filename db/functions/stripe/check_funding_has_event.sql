-- Deferred: an escrow is funded by an event of Stripe that took its effect, of an intent that succeeded
-- in its amount and currency. Its trigger: schema/90. @source ESC-03 ESC-15
create or replace function stripe.check_funding_has_event()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.event as v
          join stripe.intent as i on i.provider_intent_id = v.object_id
         where v.id = new.funding_event_id and v.type = 'payment_intent.succeeded'
           and v.state = 'PROCESSED' and v.outcome = 'funded'
           and v.payload #>> '{data,object,metadata,escrow_id}' = new.id::text
           and i.escrow_id = new.id and i.purpose = 'escrow' and i.state = 'SUCCEEDED'
           and i.amount_cents = new.amount_cents and i.currency = new.currency)
    then
        perform core.fail('HX007', 'funding_event_id',
            'An escrow is funded by the event of Stripe that told of its payment.');
    end if;
    return null;
end $$;
