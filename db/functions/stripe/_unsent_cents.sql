-- What of an escrow's refund is due to the poster and neither on its way, nor with him, nor borne by a loss.
create or replace function stripe._unsent_cents(escrow_id uuid)
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    select (e.refund_cents
            - coalesce((select sum(c.from_refund_cents) from stripe.chargeback as c
                         where c.escrow_id = e.id), 0)
            - coalesce((select sum(o.from_refund_cents) from stripe.outside_refund as o
                         where o.escrow_id = e.id), 0)
            - coalesce((select sum(case s.kind when 'refund' then s.amount_cents else -s.amount_cents end)
                          from settlement.settlement as s
                         where s.escrow_id = e.id and s.leg = 'poster'
                           and (s.kind = 'refund' and s.state <> 'FAILED'
                                or s.kind = 'reversal' and s.state = 'SETTLED')), 0))::bigint
      from escrow.escrow as e
     where e.id = _unsent_cents.escrow_id
$$;
