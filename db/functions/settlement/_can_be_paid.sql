-- Whether a transfer to somebody may go out: his account at Stripe takes it, and he is neither suspended nor
-- banned (decisions.md: a suspension acts on settlements).
create or replace function settlement._can_be_paid(payee_id uuid)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return exists (
        select from stripe.connected_account as c
          join account.user as u on u.id = c.account_id
         where c.account_id = payee_id and c.transfers_enabled
           and u.state in ('ACTIVE', 'PAUSED'));
end $$;
