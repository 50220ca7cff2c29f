-- Order that Stripe is asked what an account may do now.
create or replace function stripe._ask_again(account_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update stripe.connected_account as c
       set due_at = core.now()
     where c.account_id = account_id and c.due_at is null;
    if found then
        perform core._happened('connected_account', account_id, 'ordered');
    end if;
end $$;
