-- A list of Stripe's events was read and stored up to a time.
create or replace function stripe.end_poll(name text, read_to timestamptz)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into stripe.poll as p (name, since_at) values (name, read_to)
    on conflict on constraint poll_pkey do update
        set since_at = greatest(p.since_at, excluded.since_at), polled_at = clock_timestamp();
end $$;

comment on function stripe.end_poll is $$Remember how far a list of Stripe's events was read.
@param name which list
@param read_to a time by the real clock; it only goes on
@returns nothing
@errors none
@source STR-10$$;

grant execute on function stripe.end_poll to hx_job;
