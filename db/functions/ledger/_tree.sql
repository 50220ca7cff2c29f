-- The tree over hashes in order, level by level from them (0) to its root: two beside each other are
-- hashed behind a byte of one, the odd last one rises as it is. That is the tree of RFC 6962.
create or replace function ledger._tree(hashes bytea[])
    returns table (level integer, place integer, hash bytea)
    language sql immutable
as $$
    with recursive tree (height, n, node) as (
        select 0, (h.ordinality - 1)::integer, h.node
          from unnest(_tree.hashes) with ordinality as h (node, ordinality)
        union all
        select p.height + 1, p.n / 2,
               case when p.beside is null then p.node
                    else sha256('\x01'::bytea || p.node || p.beside) end
          from (select t.height, t.n, t.node, lead(t.node) over (order by t.n) as beside,
                       max(t.n) over () as last
                  from tree as t) as p
         where p.n % 2 = 0 and p.last > 0
    )
    select t.height, t.n, t.node from tree as t
$$;
