-- The intent that an event about the payment of a debt names, locked; null if none.
create or replace function stripe._debt_intent_of(told stripe.event)
    returns stripe.intent
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    named text := told.payload #>> '{data,object,metadata,intent_id}';
    ordered stripe.intent;
begin
    if named is null or named !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
        return null;
    end if;
    select i.* into ordered from stripe.intent as i
     where i.id = named::uuid and i.purpose = 'debt' for no key update;
    return ordered;
end $$;
