-- Closing an unfunded task orders the cancellation of its intent at Stripe.
create or replace function stripe.on_escrow_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update stripe.intent as i
       set cancel_requested_at = core.now(), due_at = core.now()
     where i.escrow_id = new.id and i.purpose = 'escrow' and i.state in ('PREPARING', 'READY')
       and i.cancel_requested_at is null;
    return null;
end $$;

create or replace trigger zzz_intent_cancelled after update of state on escrow.escrow
    for each row when (old.state = 'PENDING' and new.state = 'REFUNDED')
    execute function stripe.on_escrow_ended();
