-- Deferred: a chargeback's hold is of one that Stripe told of, and stands until Stripe decided it. Its
-- trigger: schema/90.
create or replace function stripe.check_hold_of_chargeback()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from escrow.hold as h
          join stripe.chargeback as c
            on c.provider_dispute_id = h.provider_dispute_id and c.escrow_id = h.escrow_id
         where h.id = new.id and (h.closed_at is null) = (c.outcome is null))
    then
        perform core.fail('HXA18', 'provider_dispute_id',
            'A chargeback''s hold stands from Stripe''s word until Stripe''s word.');
    end if;
    return null;
end $$;
