-- Ended escrows of whose losses nobody bears one yet, and whose refund's fate is known now.
create or replace function stripe._unborne_losses()
    returns setof uuid
    language sql stable security definer set search_path = ''
as $$
    select l.escrow_id
      from (select c.escrow_id from stripe.chargeback as c
             where c.outcome = 'lost' and c.from_escrow_cents + c.from_refund_cents + c.debt_cents = 0
            union
            select o.escrow_id from stripe.outside_refund as o
             where o.from_escrow_cents + o.from_refund_cents + o.debt_cents = 0) as l (escrow_id)
      join escrow.escrow as e on e.id = l.escrow_id and e.closed_at is not null
     where not stripe._refund_in_flight(e.id)
     order by l.escrow_id
     limit 100
$$;
