-- Order the caller's account at Stripe, or a new link into its onboarding; Stripe's worker makes it.
create or replace function account.set_up_payouts()
    returns account.payout_account
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    worker account.user := account._acting();
begin
    perform stripe._order_account(worker.id);
    return account._payout_account(worker.id);
end $$;

comment on function account.set_up_payouts is $$Begin, or go on with, the onboarding for payouts. The link is there as soon as Stripe answered: repeat
until link_url is not null, open it, and come back. Each link holds for minutes; a repeat later makes a new one.
@idempotency poll
@returns the payout account; link_url null while it is being made
@errors HX501 HX503 HX504 HX602
@source STR-02$$;

grant execute on function account.set_up_payouts to hx_member;
