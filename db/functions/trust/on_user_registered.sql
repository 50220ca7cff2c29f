-- Everybody begins at tier 1.
create or replace function trust.on_user_registered()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    insert into trust.standing (account_id) values (new.id);
    return null;
end $$;

create or replace trigger zzz_trust_standing after insert on account.user
    for each row execute function trust.on_user_registered();
