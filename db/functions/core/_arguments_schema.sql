-- JSON Schema of a procedure's arguments as one object. Null may be passed where it is the default.
create or replace function core._arguments_schema(procedure regprocedure)
    returns jsonb
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known pg_catalog.pg_proc;
    comment text := coalesce(obj_description(procedure, 'pg_proc'), '');
    schema jsonb;
begin
    select p.* into strict known from pg_catalog.pg_proc as p where p.oid = procedure;
    select jsonb_build_object('type', 'object', 'additionalProperties', false,
            'properties', coalesce(jsonb_object_agg(a.name, case when a.has_null_default
                then core._nullable(a.schema) else a.schema end || a.told), '{}'),
            'required', coalesce(jsonb_agg(a.name order by a.n) filter (where not a.has_default), '[]'))
      into schema
      from (select u.n, known.proargnames[u.n] as name,
                   u.n > known.pronargs - known.pronargdefaults as has_default,
                   coalesce(pg_get_function_arg_default(procedure, u.n::integer) ~ '^NULL(::|$)', false)
                       as has_null_default,
                   core._field_schema(known.proargnames[u.n], u.type_id,
                       known.pronamespace::regnamespace::text, comment) as schema,
                   jsonb_strip_nulls(jsonb_build_object('description', btrim(substring(comment from
                       '@param ' || known.proargnames[u.n] || '\s([^@]*)'), E' \n'))) as told
              from unnest(known.proargtypes::oid[]) with ordinality as u (type_id, n)) as a;
    return schema;
end $$;
