-- What is paid, from half to twice what is usual; where nobody knows what that is, in the middle. @source domain.md §10.5
create or replace function task._fit_price(price_cents bigint, median_cents bigint)
    returns numeric
    language sql immutable
as $$
    select case when median_cents is null then 0.5
                else least(1, greatest(0, (price_cents - 0.5 * median_cents) / (1.5 * median_cents))) end
$$;
