-- An event of no known escrow is tried again for 24 hours, and is a finding then.
create or replace function stripe._park(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if told.received_at < core.now() - interval '24 hours' then
        return stripe._finish(told.id, 'IGNORED', 'payment_without_escrow');
    end if;
    return stripe._finish(told.id, 'PARKED', 'no_escrow');
end $$;
