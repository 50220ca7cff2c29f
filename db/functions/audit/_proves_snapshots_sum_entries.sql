create or replace view audit._proves_snapshots_sum_entries as
select s.account_id, s.horizon
  from (select k.account_id, k.horizon, k.balance_cents,
               lag(k.horizon) over prior as before_horizon,
               lag(k.balance_cents) over prior as before_cents
          from ledger.snapshot as k
        window prior as (partition by k.account_id order by k.horizon)) as s
  left join lateral (
        select sum(e.amount_cents) as cents from ledger.entry as e
         where e.account_id = s.account_id and e.transaction_id < s.horizon
           and (s.before_horizon is null or e.transaction_id >= s.before_horizon)) as l on true
 where s.balance_cents <> coalesce(s.before_cents, 0) + coalesce(l.cents, 0)
    or s.horizon > pg_snapshot_xmin(pg_current_snapshot());
comment on view audit._proves_snapshots_sum_entries is
    'Each snapshot is the one before it plus the entries between, below every open transaction';
