-- Keeps updated_at on every change of a row.
create or replace function core._touch()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    new.updated_at := core.now();
    return new;
end $$;
