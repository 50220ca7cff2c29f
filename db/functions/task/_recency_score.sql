-- How new work is, by hours since it was posted. Inlined. @source domain.md §10.4
create or replace function task._recency_score(hours double precision)
    returns double precision
    language sql immutable
as $$
    select case when hours <= 1 then 1
                when hours <= 6 then 1 - (hours - 1) * 0.06
                when hours <= 24 then 0.7 - (hours - 6) / 45
                else 0.3 end
$$;
