-- A worker's transaction begins: by the domain's clock, under nobody's name, without a cause left over.
create or replace function stripe._begin()
    returns void
    language plpgsql security definer set search_path = ''
as $$
begin
    if core._context() is null then
        perform core._enter(null, null, null, false);
    end if;
    perform core._because(null);
end $$;
