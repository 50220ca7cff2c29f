-- A chargeback was decided: before the escrow's end its hold ends and, lost, the money is counted as
-- lost (stripe.on_hold_lifted concludes); after the end somebody bears it, or a stopped refund goes out.
create or replace function stripe._close_chargeback(chargeback_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contested stripe.chargeback;
    held escrow.escrow;
    hold_id uuid;
begin
    select c.* into strict contested from stripe.chargeback as c where c.id = chargeback_id;
    if contested.escrow_id is null then
        return;
    end if;
    select e.* into strict held from escrow.escrow as e where e.id = contested.escrow_id;
    if held.closed_at is not null then
        if contested.outcome = 'lost' then
            perform stripe._stop_refund(held.id);
        end if;
        perform stripe._bear_losses(held.id);
        return;
    end if;
    if contested.outcome = 'lost' then
        update escrow.escrow as e
           set lost_cents = least(e.amount_cents, e.lost_cents + contested.amount_cents)
         where e.id = held.id;
    end if;
    select h.id into hold_id from escrow.hold as h
     where h.provider_dispute_id = contested.provider_dispute_id and h.closed_at is null;
    if found then
        perform escrow._lift(hold_id, null, 'chargeback ' || contested.outcome);
    elsif contested.outcome = 'lost' and held.held_at is null then
        perform stripe._conclude_lost(held.id);
    end if;
end $$;
