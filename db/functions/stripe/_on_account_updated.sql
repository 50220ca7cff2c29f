-- account.updated: what Stripe lets a worker's account do. It is asked for once more, for two events of one
-- second have no order.
create or replace function stripe._on_account_updated(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    account uuid;
begin
    select c.account_id into account from stripe.connected_account as c
     where c.provider_account_id = told.object_id;
    if not found then
        if told.received_at >= core.now() - interval '24 hours' then
            return stripe._finish(told.id, 'PARKED', 'no_account'); -- it may overtake the answer that made it
        end if;
        return stripe._finish(told.id, 'IGNORED', 'account_unknown');
    end if;
    perform stripe._account_told(account, told.payload #> '{data,object}', stripe._created(told));
    perform stripe._ask_again(account);
    return stripe._finish(told.id, 'PROCESSED', 'account_updated');
end $$;
