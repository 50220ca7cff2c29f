-- The hashes of a seal's branches, in order.
create or replace function ledger._branches(branches bytea)
    returns bytea[]
    language sql immutable
as $$
    select coalesce(array_agg(substr(_branches.branches, n * 32 + 1, 32) order by n), '{}')
      from generate_series(0, length(_branches.branches) / 32 - 1) as n
$$;
