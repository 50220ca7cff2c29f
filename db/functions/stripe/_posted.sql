-- What journals of these transactions say that objects at Stripe moved, as Stripe counts: each entry of the
-- account `stripe` belongs to one.
create or replace function stripe._posted(from_horizon xid8, to_horizon xid8)
    returns setof stripe.moved
    language sql stable security definer set search_path = ''
as $$
    select row(m.movement, m.object_id, l.currency, -sum(l.amount_cents)::bigint, count(*)::integer,
               max(l.at))::stripe.moved
      from ledger.account as a
      join ledger.entry as l on l.account_id = a.id
      join ledger.journal as j on j.id = l.journal_id
      left join escrow.escrow as e on j.kind = 'fund' and e.id = j.source_id
      left join stripe.event as v on v.id = case when j.kind = 'fund' then e.funding_event_id
                when j.kind in ('payment_suspended', 'debt_paid') then j.source_id end
      left join settlement.settlement as s
             on j.kind in ('transfer', 'refund_settled', 'transfer_reversed', 'refund_reversed')
            and s.id = j.source_id
      left join settlement.settlement as r on s.kind = 'reversal' and r.id = s.replaces_id
      left join stripe.outside_refund as o on j.kind = 'refund_outside' and o.id = j.source_id
      left join stripe.intent as i on i.escrow_id = o.escrow_id and i.purpose = 'escrow' and i.state = 'SUCCEEDED'
      left join stripe.chargeback as c
             on j.kind in ('chargeback', 'chargeback_reversed') and c.id = j.source_id
      left join stripe.statement_line as t on j.kind = 'processing_fee' and t.id = j.source_id
     cross join lateral (
            select coalesce(v.object_id, r.provider_reference, s.provider_reference, i.provider_intent_id,
                            c.provider_dispute_id, t.provider_transaction_id) as object_id) as k
     cross join lateral (
            select case when k.object_id is null then 'other' else (case j.kind
                    when 'fund' then 'payment' when 'payment_suspended' then 'payment'
                    when 'debt_paid' then 'payment' when 'transfer' then 'transfer'
                    when 'transfer_reversed' then 'transfer' when 'refund_settled' then 'refund'
                    when 'refund_reversed' then 'refund' when 'refund_outside' then 'outside_refund'
                    when 'processing_fee' then 'cost' else 'dispute' end) end as movement,
                   coalesce(k.object_id, 'journal-' || j.id) as object_id) as m
     where a.kind = 'stripe' and a.owner_id is null
       and l.transaction_id >= _posted.from_horizon and l.transaction_id < _posted.to_horizon
     group by m.movement, m.object_id, l.currency
$$;
