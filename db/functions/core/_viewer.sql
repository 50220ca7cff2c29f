-- The calling account of a reading procedure; nobody is HX501, a verified identity without account
-- HX504.
create or replace function core._viewer()
    returns uuid
    language plpgsql stable security definer set search_path = ''
as $$
declare
    context jsonb := core._context();
    caller uuid := (context ->> 'account_id')::uuid;
begin
    if caller is null then
        perform core._fail_unknown(context);
    end if;
    return caller;
end $$;
