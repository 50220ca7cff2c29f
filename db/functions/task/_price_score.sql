-- Whether the price is what somebody wants at least, and what the market pays. Inlined.
-- @source domain.md §10.3
create or replace function task._price_score(price_cents bigint, min_price_cents bigint, median_cents bigint)
    returns double precision
    language sql immutable
as $$
    select case when price_cents < min_price_cents then 0.5::double precision else 1 end * 0.60
        + case when price_cents < median_cents then 0.7::double precision else 1 end * 0.40
$$;
