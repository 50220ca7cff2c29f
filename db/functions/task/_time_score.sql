-- Whether there is time enough until the deadline. Inlined. @source domain.md §10.3
create or replace function task._time_score(hours double precision, needed double precision)
    returns double precision
    language sql immutable
as $$
    select case when hours >= needed then 1::double precision
                when hours >= needed / 2 then 0.7 else 0.3 end
$$;
