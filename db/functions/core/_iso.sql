-- A time as text, in UTC.
create or replace function core._iso(at timestamptz)
    returns text
    language sql immutable
as $$
    select to_char(_iso.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
$$;
