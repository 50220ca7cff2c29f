-- Order the payment intent of a person's debt, one at a time; the row is the order.
create or replace function stripe._order_debt_intent(payer_id uuid, amount_cents bigint, currency text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform stripe._forget_refused(i.id) from stripe.intent as i
      where i.payer_id = payer_id and i.purpose = 'debt' and i.state = 'PREPARING';
    insert into stripe.intent (purpose, payer_id, amount_cents, currency)
    values ('debt', payer_id, amount_cents, currency)
    on conflict do nothing;
end $$;
