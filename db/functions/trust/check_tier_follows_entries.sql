-- Everybody begins at tier 1, and a tier changes by its entries alone. @source TRU-06 TRU-08
create or replace function trust.check_tier_follows_entries()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (case tg_op
           when 'INSERT' then new.tier <> 1
           when 'UPDATE' then new.account_id <> old.account_id
               or (new.tier <> old.tier and not exists (
                   select from trust.entry as e
                    where e.account_id = new.account_id and e.old_tier = old.tier
                      and e.new_tier = new.tier and e.at = core.now()))
           else true end)
    then
        perform core.fail('HXA11', 'tier', 'A tier follows its entries.');
    end if;
    return coalesce(new, old);
end $$;

create or replace trigger tier_follows_entries before insert or update or delete on trust.standing
    for each row execute function trust.check_tier_follows_entries();
