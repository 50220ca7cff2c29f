-- Each journal with its entries as the leaf of a seal: its text, its hash (RFC 6962: a leaf is hashed
-- behind a zero byte), and the marks by which a changed line is named. Inlined, so that what is asked of
-- it reaches the indexes.
create or replace function ledger._leaves()
    returns table (
        journal_id uuid, transaction_id xid8, lines integer[], marks bytea[], leaf text, hash bytea)
    language sql stable
as $$
    select j.id, j.written_by, j.numbers,
           (select array_agg(substr(sha256(convert_to(t.line, 'UTF8')), 1, 8) order by t.ordinality)
              from unnest(j.told) with ordinality as t (line, ordinality)),
           array_to_string(j.told, E'\n'),
           sha256('\x00'::bytea || convert_to(array_to_string(j.told, E'\n'), 'UTF8'))
      from (select k.id, k.transaction_id as written_by,
                   coalesce(array_agg(e.line order by e.line) filter (where e.line is not null), '{}') as numbers,
                   ledger._journal_line(k) || coalesce(array_agg(ledger._entry_line(e) order by e.line)
                       filter (where e.line is not null), '{}') as told
              from ledger.journal as k
              left join ledger.entry as e on e.journal_id = k.id
             group by k.id, k.transaction_id) as j
$$;
