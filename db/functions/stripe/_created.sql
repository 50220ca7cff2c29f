-- When Stripe made an event; its arrival where it does not say.
create or replace function stripe._created(told stripe.event)
    returns timestamptz
    language sql immutable
as $$
    select case when jsonb_typeof((_created.told).payload -> 'created') = 'number'
                 and (_created.told).payload ->> 'created' ~ '^[0-9]{1,10}$'
                then to_timestamp(((_created.told).payload ->> 'created')::bigint)
                else (_created.told).received_at end
$$;
