-- How far the caller is with being paid out, and what waits for it.
create or replace function account.get_payout_account()
    returns account.payout_account
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return account._payout_account(core._viewer());
end $$;

comment on function account.get_payout_account is $$Whether the caller can be paid out: NOT_STARTED, INCOMPLETE or COMPLETE, what Stripe still asks for,
the link into the onboarding while it holds, and how much waits for it.
@returns the payout account; waiting_cents is earned and goes out when the onboarding is complete
@errors HX501 HX504
@source STR-02 P16$$;

grant execute on function account.get_payout_account to hx_member;
