-- The seal that only this database can make: a context or a clock set by hand has none.
create or replace function core._seal(context text, clock text)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    secret text := (select s.value from core.secret as s where s.name = 'context');
begin
    return encode(sha256(convert_to(concat_ws('|',
        secret, pg_backend_pid(), clock, context), 'UTF8')), 'hex');
end $$;
