-- What the leaves of a seal come to: their number, that of their entries, and the hashes of the branches.
create or replace function ledger._kept(seal_number bigint)
    returns table (journals integer, entries integer, branches bytea)
    language sql stable
as $$
    select coalesce(sum(b.leaves), 0)::integer, coalesce(sum(b.lines), 0)::integer,
           coalesce(string_agg(b.root, ''::bytea order by b.branch), '')
      from (select l.place >> 8 as branch, count(*) as leaves, sum(cardinality(l.lines)) as lines,
                   ledger._root(array_agg(l.hash order by l.place)) as root
              from ledger.seal_leaf as l where l.seal_number = _kept.seal_number
             group by l.place >> 8) as b
$$;
