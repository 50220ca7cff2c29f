-- charge.refunded tells how much of a charge was refunded in all. What is neither ours nor known yet was
-- refunded by another hand: posted, held and found; no state moves by it alone. Locks task and escrow.
create or replace function stripe._on_charge_refunded(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    charge jsonb := told.payload #> '{data,object}';
    intent text := charge ->> 'payment_intent';
    held escrow.escrow;
    outside bigint;
    refund_id uuid := core.new_id();
begin
    if jsonb_typeof(charge -> 'amount_refunded') is distinct from 'number'
       or charge ->> 'amount_refunded' !~ '^[1-9][0-9]{0,11}$'
       or upper(coalesce(charge ->> 'currency', '')) !~ '^[A-Z]{3}$'
    then
        return stripe._finish(told.id, 'IGNORED', 'refund_malformed');
    end if;
    select e.* into held
      from stripe.intent as i join escrow.escrow as e on e.id = i.escrow_id
     where i.provider_intent_id = intent and i.purpose = 'escrow';
    if held.id is not null then
        held := escrow._lock_whole(held.id);
    end if;
    outside := (charge ->> 'amount_refunded')::bigint
        - stripe._refunded_by_us(intent, held.id, stripe._created(told))
        - (select coalesce(sum(o.amount_cents), 0) from stripe.outside_refund as o
            where o.provider_charge_id = told.object_id);
    if outside <= 0 then
        return stripe._finish(told.id, 'PROCESSED', 'refund_known');
    end if;
    if held.funded_at is null then
        if told.received_at >= core.now() - interval '24 hours' then
            return stripe._finish(told.id, 'PARKED', 'no_escrow');
        end if;
        return stripe._finish(told.id, 'IGNORED', 'refund_without_escrow');
    elsif upper(charge ->> 'currency') <> held.currency
       or (charge ->> 'amount_refunded')::bigint > held.amount_cents
    then
        return stripe._finish(told.id, 'IGNORED', 'refund_malformed');
    end if;
    insert into stripe.outside_refund
        (id, event_id, provider_charge_id, escrow_id, amount_cents, currency)
    values (refund_id, told.id, told.object_id, held.id, outside, held.currency);
    perform ledger._post('refund_outside', refund_id, held.id, held.currency, array[
        row('suspense', null, -outside)::ledger.leg, row('stripe', null, outside)::ledger.leg]);
    if held.closed_at is not null then
        perform stripe._stop_refund(held.id);
        perform stripe._bear_losses(held.id);
    else
        update escrow.escrow as e
           set outside_cents = e.outside_cents + outside
         where e.id = held.id;
        if not exists (select from escrow.hold as h
                        where h.escrow_id = held.id and h.kind = 'OUTSIDE_REFUND'
                          and h.closed_at is null)
        then
            perform escrow._hold(held.id, 'OUTSIDE_REFUND', 'refunded by another hand', null);
        end if;
    end if;
    return stripe._finish(told.id, 'PROCESSED', 'refunded_outside');
end $$;
