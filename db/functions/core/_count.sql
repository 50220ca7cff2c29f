-- Count the rows of a view by its name: the one place where audit.prove() needs dynamic SQL.
create or replace function core._count(relation regclass)
    returns bigint
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    found_rows bigint;
begin
    execute format('select count(*) from %s', relation) into found_rows;
    return found_rows;
end $$;
