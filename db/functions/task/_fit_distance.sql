-- How near work is: all of it here, none of it 25 miles away; unknown is in the middle.
-- @source domain.md §10.5
create or replace function task._fit_distance(miles numeric)
    returns numeric
    language sql immutable
as $$
    select case when miles is null then 0.5 else greatest(0, 1 - miles / 25) end
$$;
