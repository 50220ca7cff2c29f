-- The procedures of the public API: granted to a role that a request can take, and not of core.
-- A tRPC client knows a procedure as <router>.<name>: the schema and the function in camel case,
-- unless the function's comment says @wire user.getXP, or the schema's another router (@wire user,
-- or: tRPC name: user).
create or replace view core._public_procedures as
select p.oid::regprocedure as procedure,
       p.pronamespace::regnamespace::text || '.' || p.proname as name,
       p.provolatile <> 'v' as is_query,
       coalesce(obj_description(p.oid, 'pg_proc'), '') as comment,
       case when p.provolatile <> 'v' then 'none'
            else coalesce(substring(obj_description(p.oid, 'pg_proc') from '@idempotency (\w+)'), 'optional')
            end as idempotency,
       r.roles,
       coalesce(
           substring(obj_description(p.oid, 'pg_proc') from '@wire\s+([[:alnum:].]+)'),
           coalesce(
               substring(obj_description(p.pronamespace, 'pg_namespace')
                   from '(?:@wire|tRPC name:)\s+([[:alnum:].]+)'),
               core._camel(p.pronamespace::regnamespace::text))
           || '.' || core._camel(p.proname)) as wire
  from pg_catalog.pg_proc as p
 cross join lateral (
        select array_agg(r.rolname::text order by w.place) as roles
          from unnest(array['hx_anon', 'hx_member', 'hx_support', 'hx_moderator', 'hx_admin',
               'hx_founder']) with ordinality as w (name, place)
          join pg_catalog.pg_roles as r on r.rolname = w.name
         where has_function_privilege(r.oid, p.oid, 'execute')) as r
 where p.proowner = (select o.oid from pg_catalog.pg_roles as o where o.rolname = 'hx_owner')
   and p.prokind = 'f'
   and left(p.proname, 1) <> '_'
   and p.prorettype <> 'trigger'::regtype
   and p.pronamespace::regnamespace::text not in ('core', 'route', 'support', 'ext')
   and r.roles is not null;
comment on view core._public_procedures is 'The procedures of the public API, from the catalog';
