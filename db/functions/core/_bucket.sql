-- Where somebody stands among a hundred for a flag: always there, so a part that grows keeps who is in it.
create or replace function core._bucket(name text, subject text)
    returns integer
    language sql immutable
as $$
    select (('x' || substr(md5(name || ' ' || subject), 1, 8))::bit(32)::bigint % 100)::integer
$$;
