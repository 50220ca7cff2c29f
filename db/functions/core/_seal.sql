-- The seal that only this database can make: a context or a clock set by hand has none.
create or replace function core._seal(context text, clock text)
    returns text
    language sql stable security definer set search_path = ''
as $$
    select encode(sha256(convert_to(concat_ws('|',
        s.value, pg_backend_pid(), _seal.clock, _seal.context), 'UTF8')), 'hex')
      from core.secret as s where s.name = 'context'
$$;
