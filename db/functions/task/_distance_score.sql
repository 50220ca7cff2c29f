-- How near work is; unknown is in the middle. Inlined. @source domain.md §10.3
create or replace function task._distance_score(miles double precision)
    returns double precision
    language sql immutable
as $$
    select case when miles is null then 0.5
                when miles <= 1 then 1
                when miles <= 3 then 1 - (miles - 1) * 0.15
                when miles <= 5 then 0.7 - (miles - 3) * 0.2
                when miles <= 10 then 0.3 - (miles - 5) * 0.04
                else 0 end
$$;
