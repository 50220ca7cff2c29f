-- Objects at Stripe in which ledger and statement differ. It is ripe once nothing on its way explains it any
-- more: both sides' newest piece is older than the grace, and the statement was read past what was posted.
-- Money that left and that the books do not know, or know less of, is of the first severity.
create or replace function stripe._differences(known stripe.statement, grace interval)
    returns setof stripe.difference
    language sql stable security definer set search_path = ''
as $$
    select row(k.kind,
            case when k.kind = 'duplicate_at_stripe' then 'P0'
                 when k.kind in ('missing_in_ledger', 'amount_differs', 'currency_differs')
                      and c.movement in ('transfer', 'refund', 'outside_refund')
                      and c.theirs_cents < c.ours_cents then 'P0'
                 when c.movement in ('cost', 'other') then 'P2' else 'P1' end,
            'comparison', c.id, c.theirs_cents - c.ours_cents, c.currency,
            jsonb_build_object('what', c.movement, 'reference', coalesce(s.id::text, c.object_id),
                'state', s.state, 'amount_cents', c.ours_cents, 'currency', c.currency)::text,
            jsonb_build_object('what', coalesce(l.kind, c.movement), 'reference', coalesce(l.source_id, c.object_id),
                'state', null, 'amount_cents', c.theirs_cents, 'currency', c.currency)::text,
            case c.movement when 'transfer' then 'transfer' when 'payment' then 'payment_intent'
                when 'refund' then 'refund' when 'outside_refund' then 'refund' end,
            coalesce(greatest(c.posted_at, c.read_at) <= (_differences.known).settled_at - _differences.grace
                and (c.posted_at is null
                     or c.posted_at <= (_differences.known).known_at - interval '1 minute'), false)
        )::stripe.difference
      from stripe.comparison as c
      left join lateral (
            select t.settlement_id, t.source_id, t.kind from stripe.statement_line as t
             where t.movement = c.movement and t.object_id = c.object_id
             order by t.moved_at, t.id limit 1) as l on true
      left join settlement.settlement as s on s.id = l.settlement_id and c.movement in ('transfer', 'refund')
      left join stripe.comparison as o on o.movement = c.movement and o.object_id = c.object_id
            and o.currency <> c.currency and o.lines = 0 and o.ours_cents <> 0
     cross join lateral (select case
            when o.id is not null then 'currency_differs'
            when c.movement = 'cost' and c.entries = 0 then 'fee_not_posted'
            when c.entries = 0 and s.state in ('CONFIRMED', 'SETTLED') and s.provider_reference <> c.object_id
                then 'duplicate_at_stripe'
            when c.entries = 0 and s.amount_cents = -c.theirs_cents and s.currency = c.currency
                then 'state_differs'
            when c.entries = 0 then 'missing_in_ledger'
            when c.lines = 0 then 'missing_at_stripe'
            else 'amount_differs' end as kind) as k
     where c.ours_cents <> c.theirs_cents and c.movement <> 'payout'
       -- The other side of the same object, in another currency, tells of both.
       and not (c.lines = 0 and exists (
            select from stripe.comparison as t where t.movement = c.movement and t.object_id = c.object_id
               and t.currency <> c.currency and t.entries = 0 and t.theirs_cents <> 0))
$$;
