-- Seal a day: all journals below the oldest transaction still open that no earlier seal holds. One at
-- a time; answers nothing where that day or a later one is sealed.
create or replace function ledger._seal_day(day date)
    returns ledger.seal_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    last ledger.seal;
    made ledger.seal;
begin
    perform pg_advisory_xact_lock(hashtext('ledger.seal'));
    select s.* into last from ledger.seal as s order by s.number desc limit 1;
    if last.day >= day then
        return null;
    end if;
    made.id := core.new_id();
    made.number := coalesce(last.number, 0) + 1;
    made.day := day;
    made.from_horizon := coalesce(last.horizon, '0');
    made.horizon := pg_snapshot_xmin(pg_current_snapshot());
    made.previous_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
    made.sealed_at := clock_timestamp();
    insert into ledger.seal_leaf (seal_number, place, journal_id, hash, lines, marks)
    select made.number, row_number() over (order by l.journal_id) - 1, l.journal_id, l.hash, l.lines, l.marks
      from ledger._leaves() as l
     where l.transaction_id >= made.from_horizon and l.transaction_id < made.horizon;
    select k.journals, k.entries, k.branches into made.journals, made.entries, made.branches
      from ledger._kept(made.number) as k;
    made.root := ledger._root(ledger._branches(made.branches));
    made.hash := ledger._seal_hash(made);
    insert into ledger.seal select made.*;
    perform core._happened('seal', made.id, 'sealed', jsonb_build_object('number', made.number,
        'day', made.day, 'hash', encode(made.hash, 'hex')));
    return ledger._seal_view(made);
end $$;
