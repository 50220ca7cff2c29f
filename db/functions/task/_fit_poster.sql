-- How the poster was rated, 1 to 5, less his disputes; few ratings are taken with as many of 4 as make
-- five. @source domain.md §10.5
create or replace function task._fit_poster(average numeric, ratings bigint, dispute_rate numeric)
    returns numeric
    language sql immutable
as $$
    select greatest(0, ((coalesce(average, 4) * ratings + 4 * greatest(0, 5 - ratings))
        / greatest(5, ratings) - 1) / 4 - least(2 * dispute_rate, 0.3))
$$;
