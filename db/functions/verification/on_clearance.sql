-- The profiles of a tier follow what it clears, one person after the other in one order.
create or replace function verification.on_clearance()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform verification._recompute(stale.account_id)
       from (select p.account_id from verification.capability_profile as p
               join verification._derivation(core.now()) as d on d.account_id = p.account_id
              where p.tier in (old.tier, new.tier) and d.clearances <> p.clearances
              order by p.account_id) as stale;
    return null;
end $$;

create or replace trigger zzz_recompute after insert or update or delete on trust.clearance
    for each row execute function verification.on_clearance();
