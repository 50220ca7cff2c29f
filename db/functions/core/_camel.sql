-- A name of ours as clients in TypeScript write it: get_by_id is getById.
create or replace function core._camel(name text)
    returns text
    language sql immutable parallel safe
as $$
    select left(name, 1) || substr(replace(initcap(name), '_', ''), 2)
$$;
