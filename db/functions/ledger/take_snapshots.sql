-- Sum the system accounts up to the oldest transaction still open, so that balances stay cheap.
create or replace function ledger.take_snapshots()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    oldest_open xid8 := pg_snapshot_xmin(pg_current_snapshot());
    taken integer;
begin
    insert into ledger.snapshot (account_id, horizon, balance_cents, latest_at)
    select a.id, oldest_open,
           coalesce(s.balance_cents, 0) + coalesce(sum(e.amount_cents), 0),
           greatest(coalesce(s.latest_at, '-infinity'), coalesce(max(e.at), '-infinity'))
      from ledger.account as a
      left join lateral (
            select k.horizon, k.balance_cents, k.latest_at from ledger.snapshot as k
             where k.account_id = a.id order by k.horizon desc limit 1) as s on true
      left join ledger.entry as e on e.account_id = a.id and e.transaction_id < oldest_open
            and (s.horizon is null or e.transaction_id >= s.horizon)
     where a.balance_cents is null
     group by a.id, s.horizon, s.balance_cents, s.latest_at
    on conflict on constraint snapshot_pkey do nothing;
    get diagnostics taken = row_count;
    return taken;
end $$;

comment on function ledger.take_snapshots is $$Snapshot the balances of all system accounts.
@returns how many accounts got a new one
@errors none
@source LED-010$$;

grant execute on function ledger.take_snapshots to hx_job, hx_admin;
