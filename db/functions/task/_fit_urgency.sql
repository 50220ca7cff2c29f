-- How far the hurry of work is what a hustler likes: 0 would rather have a week, 1 likes it at once.
-- @source domain.md §10.5
create or replace function task._fit_urgency(hours_left numeric, bias numeric)
    returns numeric
    language sql immutable
as $$
    select 1 - abs(least(1, greatest(0, 1 - hours_left / 168)) - bias)
$$;
