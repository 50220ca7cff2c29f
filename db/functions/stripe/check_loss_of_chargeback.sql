-- Deferred: an escrow has lost no more than the chargebacks that Stripe told of took. Its trigger:
-- schema/90.
create or replace function stripe.check_loss_of_chargeback()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.lost_cents > (
        select coalesce(sum(c.amount_cents), 0) from stripe.chargeback as c
         where c.escrow_id = new.id and c.outcome = 'lost')
    then
        perform core.fail('HXA18', 'lost_cents', 'Money is lost by a chargeback that was lost alone.');
    end if;
    return null;
end $$;
