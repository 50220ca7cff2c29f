-- Order a worker's account at Stripe, or a new link into its onboarding, unless one that still holds is there.
create or replace function stripe._order_account(account_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into stripe.connected_account as c (account_id, link_requested_at, due_at)
    values (account_id, core.now(), core.now())
    on conflict on constraint connected_account_pkey do update
        set link_requested_at = core.now(), due_at = core.now(), link_url = null, link_ends_at = null,
            updated_at = core.now()
      where c.link_requested_at is null
        and (c.link_url is null or c.link_ends_at <= core.now() + interval '1 minute');
    if found then
        perform core._happened('connected_account', account_id, 'ordered');
    end if;
end $$;
