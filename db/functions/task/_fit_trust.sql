-- Whether the tier is the one that is asked for, or the one below. @source domain.md §10.5
create or replace function task._fit_trust(tier integer, required_tier integer)
    returns numeric
    language sql immutable
as $$
    select case when tier >= required_tier then 1 when tier = required_tier - 1 then 0.5 else 0 end
$$;
