-- Order the payment intent of an escrow, once; the row is the order. One that Stripe refused to make, so
-- that there is none, gives way to another, a minute later at the earliest.
create or replace function stripe._order_intent(
    escrow_id     uuid,
    amount_cents  bigint,
    currency      text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform stripe._forget_refused(i.id) from stripe.intent as i
      where i.escrow_id = escrow_id and i.purpose = 'escrow' and i.state = 'PREPARING';
    insert into stripe.intent (purpose, escrow_id, amount_cents, currency)
    select 'escrow', escrow_id, amount_cents, currency
     where not exists (select from stripe.intent as i
                        where i.escrow_id = escrow_id and i.purpose = 'escrow'
                          and i.state <> 'CANCELLED');
end $$;
