-- Deferred: a chargeback, its amount and its outcome are what processed events of Stripe told, of the
-- payment of its escrow. Its trigger: schema/90.
create or replace function stripe.check_chargeback_was_told()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.event as v
         where v.object_id = new.provider_dispute_id and v.type like 'charge.dispute.%'
           and v.state = 'PROCESSED'
           and v.payload #>> '{data,object,amount}' = new.amount_cents::text)
       or (new.outcome is not null and not exists (
        select from stripe.event as v
         where v.object_id = new.provider_dispute_id and v.type = 'charge.dispute.closed'
           and v.state = 'PROCESSED' and v.payload #>> '{data,object,status}' = new.outcome))
       or (new.escrow_id is not null and not exists (
        select from stripe.intent as i
         where i.escrow_id = new.escrow_id and i.provider_intent_id = new.provider_intent_id))
    then
        perform core.fail('HXA18', 'provider_dispute_id', 'Stripe told of no such chargeback.');
    end if;
    return null;
end $$;
