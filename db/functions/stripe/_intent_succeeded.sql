-- Mark the escrow's intent as paid; a payment that came first makes its own intent row.
create or replace function stripe._intent_succeeded(
    held                escrow.escrow,
    provider_intent_id  text,
    provider_charge_id  text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform stripe._order_intent(held.id, held.amount_cents, held.currency);
    update stripe.intent as i
       set state = 'SUCCEEDED', provider_intent_id = provider_intent_id,
           provider_charge_id = provider_charge_id, due_at = null
     where i.escrow_id = held.id and i.purpose = 'escrow' and i.state in ('PREPARING', 'READY');
end $$;
