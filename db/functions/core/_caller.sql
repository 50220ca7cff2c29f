-- The calling account; nobody is HX501. Begins a procedure, so it clears the last one's reason.
create or replace function core._caller()
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
declare
    caller uuid := (core._context() ->> 'account_id')::uuid;
begin
    if caller is null then
        perform core.fail('HX501');
    end if;
    perform set_config('hx.reason', '', true);
    return caller;
end $$;
