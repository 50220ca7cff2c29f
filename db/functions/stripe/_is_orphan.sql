-- Whether a person decided that the payment of an event is nobody's and goes back: it names nothing of ours.
create or replace function stripe._is_orphan(told stripe.event)
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select (_is_orphan.told).payload #>> '{data,object,metadata,escrow_id}' is null
       and (_is_orphan.told).payload #>> '{data,object,metadata,intent_id}' is null
       and exists (select from stripe.inquiry as q
                    where q.object_id = (_is_orphan.told).object_id and q.returns_payment)
$$;
