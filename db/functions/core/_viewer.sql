-- The calling account of a reading procedure; nobody is HX501.
create or replace function core._viewer()
    returns uuid
    language plpgsql stable security definer set search_path = ''
as $$
declare
    caller uuid := (core._context() ->> 'account_id')::uuid;
begin
    if caller is null then
        perform core.fail('HX501');
    end if;
    return caller;
end $$;
