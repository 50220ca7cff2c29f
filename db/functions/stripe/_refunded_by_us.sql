-- What we had refunded of a charge at the moment of which an event of Stripe tells: events come late, and a
-- refund of ours that failed since stood then. Within one second the event is taken for the earlier.
create or replace function stripe._refunded_by_us(intent text, escrow_id uuid, at timestamptz)
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    with ours as (
        select s.id, s.kind, s.state, s.source_id, s.amount_cents, s.provider_reference
          from settlement.settlement as s
         where s.charge = _refunded_by_us.intent
           and (s.leg = 'payer' or (s.leg = 'poster' and s.escrow_id = _refunded_by_us.escrow_id))
    ), failed as (
        select v.id, v.object_id
          from stripe.event as v
         where v.object_id in (select o.provider_reference from ours as o)
           and v.type like 'refund.%' and v.payload #>> '{data,object,status}' in ('failed', 'canceled')
           and stripe._created(v) >= _refunded_by_us.at
    )
    select coalesce(sum(case o.kind when 'refund' then o.amount_cents else -o.amount_cents end), 0)::bigint
      from ours as o
     where case
           when o.kind = 'refund' and o.state = 'FAILED'
               then o.provider_reference in (select f.object_id from failed as f)
           when o.kind = 'refund' then o.state in ('SUBMITTED', 'CONFIRMED', 'SETTLED')
           else o.state = 'SETTLED' and o.source_id not in (select f.id from failed as f) end
$$;
