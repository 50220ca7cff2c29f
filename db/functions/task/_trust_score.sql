-- How far a hustler is trusted: tier 1 to 4 and two rates of 0 to 1. @source domain.md §10.3
create or replace function task._trust_score(tier integer, completion_rate numeric, approval_rate numeric)
    returns double precision
    language sql immutable
as $$
    select (tier / 4.0 * 0.60 + completion_rate * 0.30 + approval_rate * 0.10)::double precision
$$;
