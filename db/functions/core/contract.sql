-- The public API as the catalog has it, for whoever prints it: routes, OpenAPI, types, tests.
create or replace function core.contract()
    returns core.contract
    language plpgsql volatile security definer set search_path = ''
as $$
declare
    answer core.contract;
begin
    perform core.make_routes();
    answer.version := core._contract_version();
    select coalesce(jsonb_agg(jsonb_build_object(
            'name', p.name, 'is_query', p.is_query, 'idempotency', p.idempotency,
            'roles', to_jsonb(p.roles), 'comment', p.comment, 'arguments', a.schema,
            'returns', case when f.proretset
                then jsonb_build_object('type', 'array', 'items', core._json_schema(f.prorettype))
                else core._json_schema(f.prorettype) end) order by p.name), '[]')
      into answer.procedures
      from core._public_procedures as p
      join pg_catalog.pg_proc as f on f.oid = p.procedure
     cross join lateral core._arguments_schema(p.procedure) as a (schema);

    with recursive used (type_id) as (
        select t.oid from pg_catalog.pg_type as t
         where t.typtype = 'c' and exists (
               select from core._public_procedures as p join pg_catalog.pg_proc as f on f.oid = p.procedure
                where t.oid = f.prorettype or t.oid = any (f.proargtypes::oid[])
                   or t.typarray = any (f.proargtypes::oid[]))
        union
        select c.oid
          from used as u
          join pg_catalog.pg_type as t on t.oid = u.type_id
          join pg_catalog.pg_attribute as a on a.attrelid = t.typrelid and a.attnum > 0
               and not a.attisdropped
          join pg_catalog.pg_type as c on c.typtype = 'c' and a.atttypid in (c.oid, c.typarray)
    )
    select coalesce(jsonb_object_agg(u.type_id::regtype::text, core._composite_schema(u.type_id)), '{}')
      into answer.types from used as u;
    select jsonb_object_agg(e.code, jsonb_build_object('http_status', e.http_status, 'name', e.name,
            'message', e.message))
      into answer.errors from core.error as e;
    select coalesce(jsonb_object_agg(p.wire, p.name), '{}')
      into answer.wire from core._public_procedures as p;
    select coalesce(jsonb_agg(jsonb_build_object('operation', l.operation, 'scope', l.scope,
            'allowed', l.allowed, 'period_seconds', extract(epoch from l.period)::integer)
            order by l.operation, l.scope), '[]')
      into answer.limits from core.rate_limit as l;
    select coalesce(jsonb_agg(jsonb_build_object('procedure', c.procedure, 'argument', c.argument,
            'value', c.value, 'key', c.key, 'seconds', c.seconds)
            order by c.procedure, c.value), '[]')
      into answer.cached from cache.answer as c;
    return answer;
end $$;

comment on function core.contract is $$The contract of the public API: procedures, JSON Schemas, errors and limits. Makes
the routes that are missing.
@returns version, and procedures, types, errors, limits, wire (tRPC's name → procedure) and
cached (queries whose answers may be kept) as jsonb
@errors 23505 where two procedures have one wire name
@source SEC-15 GWY-045$$;

grant execute on function core.contract to hx_web, hx_dba;
