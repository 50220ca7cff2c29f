-- Deferred: a refund by another hand is what Stripe's processed event told, no more in all than the event
-- says; a hold for it and what the escrow counts of it stand on such refunds. Its triggers: schema/90.
create or replace function stripe.check_outside_refund_was_told()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    told jsonb := to_jsonb(new);
    of_escrow uuid := (told ->> case tg_relid when 'escrow.escrow'::regclass then 'id'
                                              else 'escrow_id' end)::uuid;
begin
    if not exists (select from stripe.outside_refund as o where o.escrow_id = of_escrow)
       or exists (
        select from stripe.outside_refund as o
          left join stripe.event as v on v.id = o.event_id and v.type = 'charge.refunded'
                and v.object_id = o.provider_charge_id and v.state = 'PROCESSED'
                and v.outcome = 'refunded_outside'
         where o.escrow_id = of_escrow
           and (v.id is null
                or (v.payload #>> '{data,object,amount_refunded}')::bigint < (
                    select sum(k.amount_cents) from stripe.outside_refund as k
                     where k.provider_charge_id = o.provider_charge_id and k.id <= o.id)))
       or (select e.outside_cents from escrow.escrow as e where e.id = of_escrow) > (
           select sum(o.amount_cents) from stripe.outside_refund as o where o.escrow_id = of_escrow)
    then
        perform core.fail('HXA18', 'escrow_id', 'A refund by another hand is told by Stripe.');
    end if;
    return null;
end $$;
