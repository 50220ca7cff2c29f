-- The days of a streak before today, which multiply all that is completed today alike.
create or replace function xp._days_before(days integer, last_day date, today date)
    returns integer
    language sql immutable parallel safe
as $$
    select xp._effective_streak(days, last_day, today)
        - case when last_day >= today then 1 else 0 end
$$;
