-- The streak that still counts on a day: none once more than one whole day was missed.
create or replace function xp._effective_streak(days integer, last_day date, today date)
    returns integer
    language sql immutable parallel safe
as $$
    select case when last_day is null or today > last_day + 2 then 0 else days end
$$;
