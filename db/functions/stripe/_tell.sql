-- Store an object that Stripe answered as the events that would have told of it: of each fact that it shows.
-- What is known already has no second effect.
create or replace function stripe._tell(asked stripe.inquiry, object jsonb)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moves jsonb := case jsonb_typeof(object -> 'balance_transactions') when 'array'
        then object -> 'balance_transactions' else '[]' end;
    -- A refund does not say; it is of the key that we ask with.
    is_live boolean := coalesce((object ->> 'livemode')::boolean, (
        select s.value::boolean from core.setting as s where s.name = 'stripe_livemode'), false);
begin
    perform stripe.ingest(jsonb_build_object('id', format('asked_%s_%s', asked.id, f.place), 'object', 'event',
            'type', f.type, 'livemode', is_live,
            'created', floor(extract(epoch from clock_timestamp()))::bigint,
            'data', jsonb_build_object('object', object))::text)
       from (values
            (1, case when asked.object = 'payment_intent' and object ->> 'status' = 'succeeded'
                     then 'payment_intent.succeeded' end),
            (2, case when asked.object = 'payment_intent' and object ->> 'status' = 'canceled'
                     then 'payment_intent.canceled' end),
            (3, case when asked.object = 'charge' and object ->> 'amount_refunded' <> '0'
                     then 'charge.refunded' end),
            (4, case when asked.object = 'refund' then 'refund.updated' end),
            (5, case when asked.object = 'transfer' then 'transfer.created' end),
            (6, case when asked.object = 'transfer' and object ->> 'amount_reversed' <> '0'
                     then 'transfer.reversed' end),
            (7, case when asked.object = 'dispute' then 'charge.dispute.created' end),
            (8, case when asked.object = 'dispute' and exists (
                          select from jsonb_array_elements(moves) as b (moved) where (b.moved ->> 'net')::bigint < 0)
                     then 'charge.dispute.funds_withdrawn' end),
            (9, case when asked.object = 'dispute' and exists (
                          select from jsonb_array_elements(moves) as b (moved) where (b.moved ->> 'net')::bigint > 0)
                     then 'charge.dispute.funds_reinstated' end),
            (10, case when asked.object = 'dispute' and object ->> 'status' in ('won', 'lost')
                      then 'charge.dispute.closed' end)) as f (place, type)
      where f.type is not null;
end $$;
