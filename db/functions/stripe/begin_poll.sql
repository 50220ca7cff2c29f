-- From when on a list of Stripe's events is to be read again: where the last reading ended, less what Stripe
-- may list late.
create or replace function stripe.begin_poll(name text)
    returns timestamptz
    language sql stable security definer set search_path = ''
as $$
    select coalesce((select p.since_at - interval '5 minutes' from stripe.poll as p
                      where p.name = begin_poll.name), now() - interval '1 day')
$$;

comment on function stripe.begin_poll is $$From when on Stripe's events are to be listed, which fills what webhooks left out.
@param name which list: events
@returns a time by the real clock; a day ago at first
@errors none
@source STR-10$$;

grant execute on function stripe.begin_poll to hx_job;
