-- Chargebacks that banks take no longer for: ours are open for 120 days, so their end was not told.
create or replace function audit._stale_chargebacks()
    returns setof stripe.difference
    language sql stable security definer set search_path = ''
as $$
    select row('stale_chargeback', 'P2', 'chargeback', c.id, c.amount_cents, c.currency,
            jsonb_build_object('what', 'chargeback', 'reference', c.id, 'state', 'open',
                'amount_cents', c.amount_cents, 'currency', c.currency)::text,
            jsonb_build_object('what', 'dispute', 'reference', c.provider_dispute_id, 'state', null,
                'amount_cents', null, 'currency', null)::text, null, true)::stripe.difference
      from stripe.chargeback as c
     where c.outcome is null and c.created_at < core.now() - interval '120 days'
$$;
