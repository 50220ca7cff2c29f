-- The SQL that turns an expression of a type into JSON: times, large numbers, null composites and
-- empty lists as the border promises (style.md). For core.make_routes alone.
create or replace function core._json_of(expression text, type_id oid, depth integer default 0)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    kind pg_catalog.pg_type;
    item text := 'i' || depth;
    is_composite boolean;
begin
    select t.* into strict kind from pg_catalog.pg_type as t where t.oid = type_id;
    if kind.typtype = 'd' then
        return core._json_of(expression, kind.typbasetype, depth);
    elsif kind.typelem <> 0 and kind.typlen = -1 then
        -- Unnesting composites makes columns of their fields, and the alias is the whole row.
        is_composite := exists (select from pg_catalog.pg_type as t
                                 where t.oid = kind.typelem and t.typtype = 'c');
        return format('coalesce((select json_agg(%s) from unnest(%s) as %s%s), ''[]'')',
            core._json_of(item || case when is_composite then '' else '.v' end, kind.typelem, depth + 1),
            expression, item, case when is_composite then '' else ' (v)' end);
    elsif kind.typtype = 'c' then
        return format('case when %1$s is not distinct from null then null else (select row_to_json(o) from'
            || ' (select %2$s) as o) end', expression, (
            select string_agg(format('%s as %I', core._json_of(
                       format('(%s).%I', expression, a.attname), a.atttypid, depth), a.attname),
                       ', ' order by a.attnum)
              from pg_catalog.pg_attribute as a
             where a.attrelid = kind.typrelid and a.attnum > 0 and not a.attisdropped));
    elsif type_id = 'timestamptz'::regtype then
        return format('to_json(to_char(%s at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.MS"Z"''))',
            expression);
    elsif type_id in ('bigint'::regtype, 'numeric'::regtype) then
        -- What a double can't hold exactly is a string.
        return format('case when abs(%1$s) > 9007199254740991 then to_json((%1$s)::text)'
            || ' else to_json(%1$s) end', expression);
    end if;
    return format('to_json(%s)', expression);
end $$;
