-- How good it is to work for somebody. Who never reviewed anything is taken to answer in time.
-- @source domain.md §10.4
create or replace function task._quality_score(posted bigint, dispute_rate numeric, response interval)
    returns numeric
    language sql immutable
as $$
    select case when posted >= 5 then 1 else 0.5 end * 0.40 + (1 - dispute_rate) * 0.40
        + case when response > interval '2 hours' then 0.7 else 1 end * 0.20
$$;
