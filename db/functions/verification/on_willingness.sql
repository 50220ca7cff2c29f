-- The profile follows what a person wishes to be offered.
create or replace function verification.on_willingness()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform verification._recompute(new.account_id);
    return null;
end $$;

create or replace trigger on_willingness after insert or update on verification.willingness
    for each row execute function verification.on_willingness();
