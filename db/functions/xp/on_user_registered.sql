-- Everybody begins with nothing, at level 1.
create or replace function xp.on_user_registered()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    insert into xp.progress (account_id) values (new.id);
    return null;
end $$;

create or replace trigger zzz_xp_progress after insert on account.user
    for each row execute function xp.on_user_registered();
