-- radar.early_fraud_warning.created: the card's bank warns. Transfers of that payment that were not sent wait
-- for a person, and so do those that are ordered later. Locks the escrow from the top, under whose lock they
-- are ordered.
create or replace function stripe._on_fraud_warning(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    intent text := told.payload #>> '{data,object,payment_intent}';
    due uuid;
begin
    if intent is null then
        return stripe._finish(told.id, 'IGNORED', 'payment_unknown');
    end if;
    perform escrow._lock_whole(i.escrow_id) from stripe.intent as i
      where i.provider_intent_id = intent and i.escrow_id is not null;
    insert into stripe.fraud_warning (event_id, provider_intent_id) values (told.id, intent);
    for due in
        select s.id from settlement.settlement as s
         where s.kind = 'transfer' and s.charge = intent and s.state in ('PENDING', 'LOCKED')
           and s.escrow_id = (select i.escrow_id from stripe.intent as i where i.provider_intent_id = intent)
         order by s.id for no key update
    loop
        perform settlement._hold(due, 'RISK', 'The card''s bank warned of fraud.', null, null);
    end loop;
    return stripe._finish(told.id, 'PROCESSED', 'fraud_warned');
end $$;
