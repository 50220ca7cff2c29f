-- Which of the events that Stripe lists no webhook has brought.
create or replace function stripe.unknown_events(provider_event_ids text[])
    returns setof text
    language sql stable security definer set search_path = ''
as $$
    select w.id from unnest(unknown_events.provider_event_ids) with ordinality as w (id, place)
     where not exists (select from stripe.event as e where e.provider_event_id = w.id)
     order by w.place
$$;

comment on function stripe.unknown_events is $$Which of Stripe's events are not stored yet.
@param provider_event_ids ids as Stripe lists them
@returns those that are unknown, in that order
@errors none
@source STR-10$$;

grant execute on function stripe.unknown_events to hx_job;
