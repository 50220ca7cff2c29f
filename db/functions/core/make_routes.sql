-- Print the routes from the catalog: one small function a procedure in the schema route, with the
-- procedure's own grants, and one that dispatches to them by name, with plans that are kept. Only
-- what changed is made anew; what is gone is dropped.
create or replace function core.make_routes()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    wanted record;
    made integer := 0;
    branches text;
    clash text;
begin
    select string_agg(format('%s (%s)', c.wire, c.names), ', ' order by c.wire) into clash
      from (select p.wire, string_agg(p.name, ', ' order by p.name) as names
              from core._public_procedures as p group by p.wire having count(*) > 1) as c;
    if clash is not null then
        raise exception 'one wire name of two procedures: %', clash
            using errcode = 'unique_violation';
    end if;
    -- Mostly there is nothing to do, and then nobody waits for anybody.
    if not exists (select from core._stale_routes())
       and not exists (select from core.route as r where not exists (
               select from core._public_procedures as p where p.name = r.procedure))
       and to_regprocedure('route.dispatch(text, jsonb)') is not null
    then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtext('core.make_routes'));
    for wanted in select s.* from core._stale_routes() as s loop
        -- In its place: who runs it meanwhile never finds it missing.
        execute format('create or replace function route.%I(args jsonb) returns text language plpgsql %s'
            || ' set search_path = '''' as %L', wanted.name,
            case when wanted.is_query then 'stable' else 'volatile' end,
            E'\nbegin\n    return (' || wanted.source || E');\nend ');
        execute format('revoke all on function route.%I(jsonb) from public, hx_anon, hx_member,'
            || ' hx_support, hx_moderator, hx_admin, hx_founder', wanted.name);
        execute format('grant execute on function route.%I(jsonb) to %s', wanted.name,
            array_to_string(wanted.roles, ', '));
        insert into core.route as r (procedure, fingerprint, is_query, idempotency, roles)
        values (wanted.name, wanted.print, wanted.is_query, wanted.idempotency, wanted.roles)
        on conflict on constraint route_pkey do update
           set fingerprint = excluded.fingerprint, is_query = excluded.is_query,
               idempotency = excluded.idempotency, roles = excluded.roles, made_at = now();
        made := made + 1;
    end loop;
    for wanted in
        delete from core.route as r
         where not exists (select from core._public_procedures as p where p.name = r.procedure)
        returning r.procedure
    loop
        execute format('drop function if exists route.%I(jsonb)', wanted.procedure);
        made := made + 1;
    end loop;
    if made > 0 or to_regprocedure('route.dispatch(text, jsonb)') is null then
        select string_agg(format(E'        when %L then return route.%I(args);\n', r.procedure,
                   r.procedure), '' order by r.procedure)
          into branches from core.route as r;
        execute format('create or replace function route.dispatch(procedure text, args jsonb)'
            || ' returns text language plpgsql volatile set search_path = '''' as %L',
            E'\nbegin\n    case procedure\n' || branches || E'    end case;\n    return null;\nend ');
        revoke all on function route.dispatch from public;
        grant execute on function route.dispatch to hx_anon, hx_member, hx_support;
    end if;
    return made;
end $$;

comment on function core.make_routes is $$Print the routes of the public API from the catalog; the loader and core.contract do it.
@returns how many were made, changed or dropped
@errors 23505 where two procedures have one wire name
@source SEC-15 SEC-17$$;

grant execute on function core.make_routes to hx_dba;
