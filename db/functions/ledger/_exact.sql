-- A time as text, to the microsecond in UTC: the same in every session.
create or replace function ledger._exact(at timestamptz)
    returns text
    language sql immutable
as $$
    select to_char(_exact.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
