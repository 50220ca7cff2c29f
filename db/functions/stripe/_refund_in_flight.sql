-- Whether a refund to an escrow's poster is on its way to Stripe, or its fate unknown.
create or replace function stripe._refund_in_flight(escrow_id uuid)
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select exists (select from settlement.settlement as s
                    where s.escrow_id = _refund_in_flight.escrow_id and s.kind = 'refund'
                      and s.leg = 'poster' and s.state in ('LOCKED', 'SUBMITTED', 'CONFIRMED'))
$$;
