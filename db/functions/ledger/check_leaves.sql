-- Leaves join only the seal that is about to be made; a sealed day takes no more.
create or replace function ledger.check_leaves()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if exists (select from fresh as f
                where f.seal_number <> coalesce((select max(s.number) from ledger.seal as s), 0) + 1)
    then
        perform core.fail('HXA11', 'seal_number', 'A sealed day takes no more leaves.');
    end if;
    return null;
end $$;

create or replace trigger leaf_joins_next_seal after insert on ledger.seal_leaf
    referencing new table as fresh
    for each statement execute function ledger.check_leaves();
