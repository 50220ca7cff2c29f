-- S-L6. What every proof can afford: the whole chain, the number of journals of the two newest days,
-- and up to sixteen branches of their leaves, others each hour. audit.verify_seals() does whole days.
create or replace view audit._proves_seals_hold as
select s.number, null::uuid as first_id
  from (select k.number, k.root, k.branches, k.hash, k.from_horizon, k.previous_hash,
               ledger._seal_hash(k) as rightful_hash, row_number() over prior as rightful_number,
               lag(k.hash, 1, decode(repeat('00', 32), 'hex')) over prior as before_hash,
               lag(k.horizon, 1, '0'::xid8) over prior as before_horizon
          from ledger.seal as k
        window prior as (order by k.number)) as s
 where s.number <> s.rightful_number or s.hash <> s.rightful_hash or s.previous_hash <> s.before_hash
    or s.from_horizon <> s.before_horizon or s.root <> ledger._root(ledger._branches(s.branches))
union all
select s.number, null
  from (select k.number, k.from_horizon, k.horizon, k.journals from ledger.seal as k
         order by k.number desc limit 2) as s
 where s.journals <> (select count(*) from ledger.journal as j
                       where j.transaction_id >= s.from_horizon and j.transaction_id < s.horizon)
union all
select s.number, l.first_id
  from (select k.number, k.journals, k.branches from ledger.seal as k order by k.number desc limit 2) as s
 cross join lateral (
        select distinct (floor(extract(epoch from now()) / 3600)::bigint * 8 + n)
                   % greatest((s.journals + 255) / 256, 1) as branch
          from generate_series(0, 7) as n) as b
 cross join lateral (
        select (array_agg(k.journal_id order by k.place))[1] as first_id,
               ledger._root(array_agg(k.hash order by k.place)) as root,
               coalesce(bool_and(k.hash = ledger._leaf_hash(k.journal_id)), true) as is_intact
          from ledger.seal_leaf as k
         where k.seal_number = s.number and k.place between b.branch * 256 and b.branch * 256 + 255) as l
 where l.is_intact is not true
    or l.root <> coalesce(nullif(substr(s.branches, b.branch::integer * 32 + 1, 32), ''), sha256(''));
comment on view audit._proves_seals_hold is
    'Each seal follows the one before; the newest two count the journals that are there, and the leaves looked at this hour are what they tell of';
