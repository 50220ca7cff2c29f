-- Movements of money that do not go on: taken and not sent for 5 minutes after its lease, sent and without
-- fate for 10, held for a day, due for a day, or out of attempts.
create or replace function audit._stale_settlements()
    returns setof stripe.difference
    language sql stable security definer set search_path = ''
as $$
    select row('stale_settlement', case when s.submitted_at is not null then 'P1' else 'P2' end, 'settlement',
            s.id, s.amount_cents, s.currency,
            jsonb_build_object('what', s.kind, 'reference', s.id, 'state', s.state,
                'amount_cents', s.amount_cents, 'currency', s.currency)::text,
            null, s.kind, true)::stripe.difference
      from settlement.settlement as s
     where s.finished_at is null
       and (s.exhausted_at is not null
            or (s.state = 'LOCKED' and s.lease_ends_at < clock_timestamp() - interval '5 minutes')
            or (s.state in ('SUBMITTED', 'CONFIRMED') and s.submitted_at < core.now() - interval '10 minutes')
            or (s.state = 'PENDING' and s.due_at < core.now() - interval '1 day')
            or (s.state = 'PENDING' and exists (
                    select from settlement.hold as h
                     where h.settlement_id = s.id and h.closed_at is null and h.lifts_at is null
                       and h.opened_at < core.now() - interval '1 day')))
$$;
