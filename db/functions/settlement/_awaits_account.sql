-- Whether Stripe refused for the sake of the payee's account, which a new onboarding may mend.
create or replace function settlement._awaits_account(error text)
    returns boolean
    language sql immutable
as $$
    select coalesce(_awaits_account.error in ('insufficient_capabilities_for_transfer',
               'account_closed', 'account_invalid', 'no_account', 'transfers_not_allowed'), false)
$$;
