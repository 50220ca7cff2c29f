-- An event of no known escrow is tried again for 24 hours, and is a finding then. A payment that is nobody's
-- goes back to its card once a person decided so.
create or replace function stripe._park(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if told.type = 'payment_intent.succeeded' and stripe._is_orphan(told)
       and told.payload #>> '{data,object,amount_received}' ~ '^[1-9][0-9]{0,11}$'
       and upper(told.payload #>> '{data,object,currency}') ~ '^[A-Z]{3}$'
    then
        perform stripe._suspend_and_refund(told, null, null,
            (told.payload #>> '{data,object,amount_received}')::bigint,
            upper(told.payload #>> '{data,object,currency}'));
        return stripe._finish(told.id, 'PROCESSED', 'suspended_and_refunded');
    elsif told.received_at < core.now() - interval '24 hours' then
        return stripe._finish(told.id, 'IGNORED', 'payment_without_escrow');
    end if;
    return stripe._finish(told.id, 'PARKED', 'no_escrow');
end $$;
