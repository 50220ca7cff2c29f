-- The root of the tree over hashes in order; over none, the hash of nothing.
create or replace function ledger._root(hashes bytea[])
    returns bytea
    language sql immutable
as $$
    select coalesce((select t.hash from ledger._tree(_root.hashes) as t order by t.level desc limit 1),
        sha256(''::bytea))
$$;
