-- The seal that only this database can make: a context or a clock set by hand has none. Inlinable:
-- whoever calls reads the secret in the same statement.
create or replace function core._seal(secret text, context text, clock text)
    returns text
    language sql stable parallel safe
as $$
    select encode(sha256(convert_to(concat_ws('|',
        secret, pg_backend_pid(), clock, context), 'UTF8')), 'hex')
$$;
