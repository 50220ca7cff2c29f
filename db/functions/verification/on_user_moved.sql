-- The profile follows the state that a person is in.
create or replace function verification.on_user_moved()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform verification._recompute(new.id);
    return null;
end $$;

create or replace trigger zzz_recompute after update on account.user
    for each row when (old.location_state is distinct from new.location_state)
    execute function verification.on_user_moved();
