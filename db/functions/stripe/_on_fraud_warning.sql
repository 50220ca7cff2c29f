-- radar.early_fraud_warning.created: the card's bank warns. Transfers of that payment that were not sent wait
-- for a person, and so do those that are ordered later.
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
    insert into stripe.fraud_warning (event_id, provider_intent_id) values (told.id, intent);
    for due in
        select s.id from settlement.settlement as s
         where s.charge = intent and s.kind = 'transfer' and s.state = 'PENDING' and s.submitted_at is null
         order by s.id for no key update
    loop
        perform settlement._hold(due, 'RISK', 'The card''s bank warned of fraud.', null, null);
    end loop;
    return stripe._finish(told.id, 'PROCESSED', 'fraud_warned');
end $$;
