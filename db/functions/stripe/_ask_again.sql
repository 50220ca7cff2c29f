-- Order that Stripe is asked what an account may do now. One for whose sake a transfer was refused takes
-- none until it is told to.
create or replace function stripe._ask_again(account_id uuid, is_closed boolean default false)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update stripe.connected_account as c
       set due_at = core.now(), transfers_enabled = c.transfers_enabled and not is_closed,
           updated_at = core.now()
     where c.account_id = account_id
       and (c.due_at is null or c.due_at > core.now() or (is_closed and c.transfers_enabled));
    if found then
        perform core._happened('connected_account', account_id, 'ordered');
    end if;
end $$;
