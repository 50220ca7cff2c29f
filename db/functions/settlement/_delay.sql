-- How long after so many attempts the next one is due; null where there is none (decisions.md, Attempts).
create or replace function settlement._delay(attempts integer)
    returns interval
    language sql immutable
as $$
    select (array[interval '5 minutes', interval '30 minutes', interval '2 hours',
                  interval '24 hours'])[_delay.attempts]
$$;
