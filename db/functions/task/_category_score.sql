-- How well somebody knows a kind of work: whether he prefers it, and how often he did it.
-- @source domain.md §10.3
create or replace function task._category_score(is_preferred boolean, completed bigint)
    returns double precision
    language sql immutable
as $$
    select (case when is_preferred then 1.0 else 0.6 end * 0.70
        + least(completed / 10.0, 1) * 0.30)::double precision
$$;
