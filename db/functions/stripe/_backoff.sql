-- How long after so many attempts an order without money in it is tried again: 2 s, doubled, at most an hour.
create or replace function stripe._backoff(attempts integer)
    returns interval
    language sql immutable
as $$
    select least(interval '1 hour', interval '1 second' * power(2, least(greatest(_backoff.attempts, 1), 12)))
$$;
