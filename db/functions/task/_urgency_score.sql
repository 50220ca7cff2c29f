-- How much work hurries, by hours until its deadline. Inlined. @source domain.md §10.4
create or replace function task._urgency_score(hours double precision)
    returns double precision
    language sql immutable
as $$
    select case when hours <= 2 then 1
                when hours <= 6 then 1 - (hours - 2) * 0.075
                when hours <= 24 then 0.7 - (hours - 6) / 60
                else 0.4 end
$$;
