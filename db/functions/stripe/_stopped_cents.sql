-- What of an escrow's refund was stopped for a chargeback or a refund by another hand, is not ordered again and nobody has borne.
create or replace function stripe._stopped_cents(escrow_id uuid)
    returns bigint
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if exists (select from settlement.settlement as s
                where s.escrow_id = escrow_id and s.kind = 'refund' and s.leg = 'poster'
                  and s.state <> 'FAILED')
       or not exists (select from settlement.settlement as s
                where s.escrow_id = escrow_id and s.kind = 'refund' and s.leg = 'poster'
                  and s.last_error = 'stopped')
    then
        return 0;
    end if;
    return (select e.refund_cents - coalesce((select sum(c.from_refund_cents)
                     from stripe.chargeback as c where c.escrow_id = e.id), 0)
                   - coalesce((select sum(o.from_refund_cents)
                     from stripe.outside_refund as o where o.escrow_id = e.id), 0)
              from escrow.escrow as e where e.id = escrow_id);
end $$;
