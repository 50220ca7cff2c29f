-- A seal goes on where the one before ended, ends below every open transaction, counts what is there
-- and bears the hashes of its leaves.
create or replace function ledger.check_seal()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    last ledger.seal;
begin
    select s.* into last from ledger.seal as s order by s.number desc limit 1;
    if new.number <> coalesce(last.number, 0) + 1
       or new.day <= last.day
       or new.from_horizon <> coalesce(last.horizon, '0')
       or new.horizon < new.from_horizon
       or new.horizon > pg_snapshot_xmin(pg_current_snapshot())
       or new.previous_hash <> coalesce(last.hash, decode(repeat('00', 32), 'hex'))
       or new.root <> ledger._root(ledger._branches(new.branches))
       or new.hash <> ledger._seal_hash(new)
       or new.journals <> (select count(*) from ledger.journal as j
                            where j.transaction_id >= new.from_horizon and j.transaction_id < new.horizon)
       or not exists (select from ledger._kept(new.number) as k
                       where (k.journals, k.entries, k.branches) = (new.journals, new.entries, new.branches))
    then
        perform core.fail('HXA11', 'hash', 'A seal follows the one before and tells what is there.');
    end if;
    return new;
end $$;

create or replace trigger seal_follows before insert on ledger.seal
    for each row execute function ledger.check_seal();
