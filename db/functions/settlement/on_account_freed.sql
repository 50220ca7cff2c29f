-- A suspension or a ban ends: what waited for it goes out.
create or replace function settlement.on_account_freed()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform settlement._wake(array[new.id]);
    return null;
end $$;

create or replace trigger zzz_transfers_woken after update of state on account.user
    for each row when (old.state in ('SUSPENDED', 'BANNED') and new.state in ('ACTIVE', 'PAUSED'))
    execute function settlement.on_account_freed();
