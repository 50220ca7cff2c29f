-- The profile follows the tier.
create or replace function verification.on_standing()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform verification._recompute(new.account_id);
    return null;
end $$;

create or replace trigger zzz_recompute after update on trust.standing
    for each row when (old.tier is distinct from new.tier)
    execute function verification.on_standing();
