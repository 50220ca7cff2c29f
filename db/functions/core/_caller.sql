-- The calling account; nobody is HX501, a verified identity without account HX504. Begins a procedure, so it clears the last one's reason.
create or replace function core._caller()
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
declare
    context jsonb := core._context();
    caller uuid := (context ->> 'account_id')::uuid;
begin
    if caller is null then
        perform core._fail_unknown(context);
    end if;
    perform set_config('hx.reason', '', true), set_config('hx.payload', '', true);
    return caller;
end $$;
