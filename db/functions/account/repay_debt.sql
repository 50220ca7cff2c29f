-- Order the payment of what the caller owes; Stripe's worker makes it. One at a time.
create or replace function account.repay_debt()
    returns account.debt_payment
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    debtor account.user := account._acting();
    owed bigint := -ledger._debt(debtor.id, 'USD');
    answer account.debt_payment;
begin
    if owed <= 0 then
        perform core.fail('HXA03', null, 'Nothing is owed.');
    elsif owed < 50 then
        perform core.fail('HXA03', null, 'Less than 50 cents can''t be paid by card; support writes it off.');
    elsif core._is_frozen('FUNDING') then
        perform core.fail('HXA08');
    end if;
    perform stripe._order_debt_intent(debtor.id, owed, 'USD');
    select i.id, i.state, i.amount_cents, i.currency, i.client_secret into strict answer
      from stripe.intent as i
     where i.payer_id = debtor.id and i.purpose = 'debt' and i.state in ('PREPARING', 'READY');
    return answer;
end $$;

comment on function account.repay_debt is $$Order the payment of what is owed from earlier payments, so that work can be posted again: PREPARING
until Stripe answers, then READY with the client secret. A repeat answers the same payment.
@idempotency poll
@returns the payment; client_secret null while it is being prepared
@errors HX501 HX503 HX504 HX602 HXA03 HXA08$$;

grant execute on function account.repay_debt to hx_member;
