-- What lines of the statement of these transactions say that objects moved, as Stripe counts. A dispute
-- has its fee with it, everything else apart, for it is posted apart.
create or replace function stripe._told(from_horizon xid8, to_horizon xid8)
    returns setof stripe.moved
    language sql stable security definer set search_path = ''
as $$
    select row(m.movement, m.object_id, l.currency, sum(m.cents)::bigint, count(*)::integer,
               max(l.read_at))::stripe.moved
      from stripe.statement_line as l
     cross join lateral (values
            (l.movement, l.object_id,
             case when l.movement in ('dispute', 'payout', 'cost') then l.net_cents else l.amount_cents end),
            (case when l.movement not in ('dispute', 'payout', 'cost') and l.fee_cents <> 0 then 'cost' end,
             l.provider_transaction_id, -l.fee_cents)) as m (movement, object_id, cents)
     where l.transaction_id >= _told.from_horizon and l.transaction_id < _told.to_horizon
       and m.movement is not null
     group by m.movement, m.object_id, l.currency
$$;
