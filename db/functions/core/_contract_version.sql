-- Changes when a procedure, a grant, a comment, a limit or an applied file does. Cheap: asked often.
create or replace function core._contract_version()
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return md5(concat_ws('|',
        (select string_agg(concat_ws(',', p.oid, p.xmin, p.proacl), ' ' order by p.oid)
           from pg_catalog.pg_proc as p
          where p.proowner = 'hx_owner'::regrole and p.pronamespace <> to_regnamespace('route')),
        (select count(*) || ' ' || max(c.applied_at) from core.code as c),
        (select string_agg(concat_ws(',', d.objoid, d.xmin), ' ' order by d.objoid)
           from pg_catalog.pg_description as d
           join pg_catalog.pg_proc as p on p.oid = d.objoid and p.proowner = 'hx_owner'::regrole
          where d.classoid = 'pg_catalog.pg_proc'::regclass),
        (select string_agg(concat_ws(',', d.objoid, d.xmin), ' ' order by d.objoid)
           from pg_catalog.pg_description as d
          where d.classoid = 'pg_catalog.pg_namespace'::regclass),
        (select count(*) || ' ' || max(l.updated_at) from core.rate_limit as l)));
end $$;
