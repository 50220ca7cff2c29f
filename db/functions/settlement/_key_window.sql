-- How long we rely on the provider's memory of a key: an hour less than the day that Stripe keeps it.
create or replace function settlement._key_window()
    returns interval
    language sql immutable
as $$
    select interval '23 hours'
$$;
