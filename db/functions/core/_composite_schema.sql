-- JSON Schema of a composite: every field is there, null where the comment says @nullable.
create or replace function core._composite_schema(type_id oid)
    returns jsonb
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    comment text := coalesce(obj_description(type_id, 'pg_type'), '');
    nullable text[] := regexp_split_to_array(
        coalesce(substring(comment from '@nullable\s([^@]*)'), ''), '\s+');
    schema jsonb;
begin
    select jsonb_build_object('type', 'object', 'additionalProperties', false,
            'description', btrim(regexp_replace(comment, '@\w+\s[^@]*', '', 'g')),
            'properties', jsonb_object_agg(a.name, case when a.name = any (nullable)
                then core._nullable(a.schema) else a.schema end),
            'required', jsonb_agg(a.name order by a.n))
      into schema
      from (select f.attnum as n, f.attname::text as name,
                   core._field_schema(f.attname::text, f.atttypid, t.typnamespace::regnamespace::text,
                       comment) as schema
              from pg_catalog.pg_type as t
              join pg_catalog.pg_attribute as f on f.attrelid = t.typrelid and f.attnum > 0
                   and not f.attisdropped
             where t.oid = type_id) as a;
    return schema;
end $$;
