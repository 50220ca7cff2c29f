-- JSON Schema (2020-12) of a type: domains carry their bounds, composites are references.
create or replace function core._json_schema(type_id oid)
    returns jsonb
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    kind pg_catalog.pg_type;
    bounds text;
    found text;
begin
    select t.* into strict kind from pg_catalog.pg_type as t where t.oid = type_id;
    if kind.typtype = 'd' then
        select string_agg(pg_get_constraintdef(c.oid), ' ') into bounds
          from pg_catalog.pg_constraint as c where c.contypid = type_id;
        found := substring(bounds from 'VALUE ~ ''((?:[^'']|'''')*)''');
        return core._json_schema(kind.typbasetype) || jsonb_strip_nulls(jsonb_build_object(
            'type', substring(bounds from 'jsonb_typeof\(VALUE\) = ''(\w+)'''),
            'minimum', substring(bounds from 'VALUE >= [(''"]*(-?[0-9.]+)')::numeric,
            'maximum', substring(bounds from 'VALUE <= [(''"]*(-?[0-9.]+)')::numeric,
            'maxLength', substring(bounds from 'length\(VALUE\) <= ([0-9]+)')::integer,
            'minLength', case when found like '%[^[:space:]]%' then 1 end,
            'pattern', core._json_pattern(found),
            'enum', (select jsonb_agg(v.found[1] order by v.place)
                       from regexp_matches(substring(bounds from 'VALUE = ANY \(+ARRAY\[([^]]*)\]'),
                            '''([^'']*)''', 'g') with ordinality as v (found, place)),
            'description', obj_description(type_id, 'pg_type')));
    elsif kind.typelem <> 0 and kind.typlen = -1 then
        return jsonb_build_object('type', 'array', 'items', core._json_schema(kind.typelem));
    elsif kind.typtype = 'c' then
        return jsonb_build_object('$ref', '#/components/schemas/' || type_id::regtype::text);
    end if;
    return case type_id
        when 'uuid'::regtype then '{"type": "string", "format": "uuid"}'
        when 'timestamptz'::regtype then '{"type": "string", "format": "date-time"}'
        when 'date'::regtype then '{"type": "string", "format": "date"}'
        when 'boolean'::regtype then '{"type": "boolean"}'
        when 'integer'::regtype then '{"type": "integer", "minimum": -2147483648, "maximum": 2147483647}'
        -- What a double holds exactly.
        when 'bigint'::regtype then
            '{"type": "integer", "minimum": -9007199254740991, "maximum": 9007199254740991}'
        when 'numeric'::regtype then '{"type": "number"}'
        when 'double precision'::regtype then '{"type": "number"}'
        when 'void'::regtype then '{"type": "null"}'
        when 'jsonb'::regtype then '{}'
        else '{"type": "string"}' end::jsonb;
end $$;
