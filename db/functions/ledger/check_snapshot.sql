-- A snapshot is the one before it plus the entries between, and ends below every open transaction.
create or replace function ledger.check_snapshot()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    known ledger.snapshot;
    cents bigint;
    latest_at timestamptz;
begin
    select s.* into known from ledger.snapshot as s
     where s.account_id = new.account_id and s.horizon < new.horizon
     order by s.horizon desc limit 1;
    select coalesce(sum(e.amount_cents), 0), coalesce(max(e.at), '-infinity')
      into cents, latest_at
      from ledger.entry as e
     where e.account_id = new.account_id and e.transaction_id < new.horizon
       and (known.horizon is null or e.transaction_id >= known.horizon);
    if new.horizon > pg_snapshot_xmin(pg_current_snapshot())
       or new.balance_cents <> coalesce(known.balance_cents, 0) + cents
       or new.latest_at <> greatest(coalesce(known.latest_at, '-infinity'), latest_at)
    then
        perform core.fail('HXA11', 'balance_cents', 'A snapshot sums what is there.');
    end if;
    return new;
end $$;

create or replace trigger snapshot_sums_entries before insert on ledger.snapshot
    for each row execute function ledger.check_snapshot();
