-- Count the rows of a view that are about some things, each looked up by itself: a plan of the view that
-- is kept in the session finds one by its indexes. A view of a column that is none has no rows of it. The
-- session's own statements are its login's to make: one of that name that was not made here is not run.
create or replace function core._count_of(relation regclass, ids uuid[])
    returns bigint
    language plpgsql volatile security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    statement_name constant text := 'core_count_of_' || relation::oid;
    column_name constant text := (select a.attname from pg_attribute as a
        where a.attrelid = relation and a.atttypid = 'uuid'::regtype and a.attnum > 0
        order by a.attnum limit 1);
    wanted constant text := format(
        'prepare %I (uuid) as select count(*) from %s as v where v.%I operator(pg_catalog.=) $1', statement_name,
        relation, coalesce(column_name, ''));
    made text;
    id uuid;
    found_rows bigint;
    total bigint := 0;
begin
    if column_name is null then
        return 0;
    end if;
    select case when p.from_sql then p.statement else '' end into made
      from pg_prepared_statements as p where p.name = statement_name;
    if made <> wanted then
        execute format('deallocate %I', statement_name);
    end if;
    if made is distinct from wanted then
        execute wanted;
    end if;
    foreach id in array ids loop
        execute format('execute %I (%L)', statement_name, id) into found_rows;
        total := total + found_rows;
    end loop;
    return total;
end $$;
