-- DBM-033 DBM-035 DBM-031 SEC-27: what every function of the house must be, read from the catalog. An empty answer is good.
begin;
select plan(24);

create temporary view house as
select p.*, n.nspname as domain, p.oid::regproc::text as name, l.lanname as language,
       n.nspname || '.' || p.proname as full_name,
       exists (select from aclexplode(p.proacl) as g
                where g.grantee <> p.proowner and g.privilege_type = 'EXECUTE') as is_public,
       coalesce(obj_description(p.oid, 'pg_proc'), '') as comment,
       left(p.proname, 1) = '_' as is_private
  from pg_proc as p
  join pg_namespace as n on n.oid = p.pronamespace
  join pg_language as l on l.oid = p.prolang
 where p.proowner = (select r.oid from pg_roles as r where r.rolname = 'hx_owner')
   and n.nspname <> 'route';

create temporary view parameters as
select h.oid, h.full_name, a.name, a.mode
  from house as h
 cross join lateral unnest(h.proargnames,
        coalesce(h.proargmodes, array_fill('i'::"char", array[coalesce(cardinality(h.proargnames), 0)])))
       as a (name, mode)
 where h.proargnames is not null;

select cmp_ok((select count(*) from house), '>', 90::bigint, 'the house is not empty');
select is_empty($$select h.full_name from house as h
    where (h.prosecdef or h.prorettype = 'trigger'::regtype)
      and h.proconfig is distinct from array['search_path=""']
      and not (h.full_name in ('task._walk', 'geo.get_nearest')
        and h.proconfig = array['search_path=""', 'plan_cache_mode=force_custom_plan'])$$,
    'definers and trigger functions have an empty search_path, and but for what was measured no other setting');
select is_empty($$select r.rolname from pg_roles as r where not r.rolsuper and r.rolname <> 'hx_owner'
    and has_database_privilege(r.oid, current_database(), 'temporary, create')$$,
    'nobody else can make what an empty search_path finds first: a temporary type');
select is_empty($$select h.full_name from house as h
    where h.prorettype = 'trigger'::regtype and not h.prosecdef$$,
    'trigger functions are definers: deferred ones run as the session''s role');
select is_empty($$select h.full_name from house as h
    where h.proacl is null or exists (select from aclexplode(h.proacl) as g where g.grantee = 0)$$,
    'nothing is executable by public');
select is_empty($$select h.full_name from house as h where h.is_public and h.is_private
    and h.full_name not in ('account._identify', 'core._open', 'core._keep', 'core._explain', 'cache._stamp')$$,
    'private helpers are granted to nobody');
select set_eq($$select h.full_name, g.grantee::regrole::text from house as h
    cross join lateral aclexplode(h.proacl) as g where h.is_private and g.grantee <> h.proowner$$,
    $$values ('account._identify', 'hx_web'), ('core._open', 'hx_web'), ('core._keep', 'hx_web'), ('core._explain', 'hx_web'), ('cache._stamp', 'hx_web')$$,
    'but the parts of core.call and cache.recall, which run as hx_web');
select is_empty($$select h.full_name from house as h
    where h.is_public and not h.is_private and (h.comment = '' or h.comment !~ '@returns' or (h.comment !~ '@errors'
      and h.full_name not in ('core.new_id', 'core.now', 'core.fail')))$$,
    'public procedures say what they do, return and raise');
select is_empty($$select h.full_name from house as h
    where h.is_public and not h.prosecdef and h.provolatile <> 'i'
      and h.full_name not in ('core.new_id', 'core.now', 'core.call', 'cache.recall')$$,
    'public procedures are definers, but for the pure and the inlinable');
select is_empty($$select h.full_name from house as h join pg_type as t on t.oid = h.prorettype
    left join pg_class as c on c.oid = t.typrelid
    where h.is_public and (c.relkind in ('r', 'p', 'v')
      or t.oid in ('json'::regtype, 'jsonb'::regtype, 'record'::regtype))$$,
    'public procedures return no table''s row and no bare json');
select is_empty($$select h.full_name from house as h where h.provolatile <> 'v'
    and (h.prosrc ~* '\m(insert\s+into|delete\s+from|for\s+share|for\s+(no\s+key\s+)?update)\M'
      or h.prosrc ~* '\mupdate\s+\w+\.\w+' or h.prosrc ~ 'core\.(_caller|_because|_enter)\M'
      or h.prosrc ~ 'account\._acting\M|\._(lock|post|order|reserve)')$$,
    'what is not volatile neither writes nor locks');
select is_empty($$select h.full_name from house as h where h.is_public and h.provolatile = 'v'
    and h.full_name <> 'core.new_id'
    and h.language = 'plpgsql' and h.prosrc !~* 'core\.fail'
    and h.prosrc !~* '(insert\s+into|delete\s+from|\mupdate\s)'
    and h.prosrc !~ '\._?(enter|acting|lock_as|lock|submit|failed|defer|defer_jobs_v1|make_routes|keep)\M'
    and h.prosrc !~ 'procrastinate_defer_jobs_v1'$$,
    'what is volatile writes or locks');
select is_empty($$select h.full_name from house as h where h.prosrc ~* '\mfor\s+update\M'$$,
    'locks are for no key update');
select is_empty($$select h.full_name from house as h
    where h.prosrc ~* '\mselect\s+(distinct\s+)?\*' or h.prosrc ~* '\moffset\s+(?!0\M)'$$,
    'nothing selects all columns, nothing pages by offset');
select is_empty($$select p.full_name, count(*) from house as p group by p.full_name
    having count(*) > 1$$, 'no overloads');
select is_empty($$select p.full_name, p.name from parameters as p
    join pg_get_keywords() as k on k.word = p.name and k.catcode in ('R', 'T', 'C')
    where p.mode in ('i', 'b', 'v')
      and not (k.catcode = 'C' and k.word in ('constraint_name'))$$,
    'no parameter is named by a keyword');
select is_empty($$select h.full_name from house as h where h.language = 'plpgsql'
    and exists (select from parameters as p where p.oid = h.oid)
    and h.prosrc ~* '\m(select|insert|update|delete|from)\M' and h.prosrc !~ '#variable_conflict use_variable'$$,
    'a plpgsql function with parameters takes a bare name for its parameter');
select is_empty($$select p.full_name, p.name from parameters as p join house as h using (oid)
    where h.language = 'plpgsql' and h.prosrc ~* ('\m(returning|order\s+by|group\s+by)\s+([^;()]*,\s*)?'
      || p.name || '\M(?!\.)')
    or (h.language = 'sql' and h.prosrc ~* '\mfrom\M'
      and h.prosrc ~ ('(?<![.\w''])' || p.name || '\M(?!\s*[.(])'))$$,
    'no column is written bare where a parameter bears its name');
select is_empty($$select h.full_name, e.code from house as h
    cross join lateral (select distinct m[1] as code
        from regexp_matches(h.prosrc || h.comment, '\mHX[0-9A][0-9]{2}\M', 'g') as m) as e
    where not exists (select from core.error as r where r.code = e.code)$$,
    'every code that is raised or promised is registered');

-- A trigger function, or a helper that writes, names no higher floor (architecture, Floors). A stable
-- helper may: it only composes the answer of its domain's public procedures, and those may read all.
create temporary table floors (domain text, floor integer);
insert into floors values ('core', 0), ('city', 1), ('account', 1), ('ledger', 2), ('trust', 2), ('verification', 2),
    ('task', 3), ('eligibility', 3), ('onboarding', 3), ('proof', 4), ('escrow', 4), ('dispute', 4), ('stripe', 5), ('settlement', 5),
    ('xp', 6), ('badge', 6), ('trust_review', 7), ('geo', 7), ('cache', 9), ('admin', 9), ('audit', 9), ('metrics', 9);
select is_empty($$select h.full_name, u.domain from house as h join floors as f using (domain)
    join floors as u on u.floor > f.floor
    where (h.prorettype = 'trigger'::regtype or (h.is_private and h.provolatile = 'v'))
      and h.prosrc ~ ('\m' || u.domain || '\.\w')$$,
    'no trigger and no writing helper names a higher floor');

select is_empty($$select p.name, p.wire from (select p.name, p.wire, count(*) over (partition by p.wire) as bearers
        from core._public_procedures as p) as p
    where p.bearers > 1 or p.wire !~ '^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$'$$,
    'every public procedure has a wire name of its own, of at least a router and a name');

-- The routes are printed, one a public procedure, with its grants and its volatility.
select is_empty($$select p.name from core._public_procedures as p
    where to_regprocedure(format('route.%I(jsonb)', p.name)) is null$$, 'every public procedure has its route');
select is_empty($$select f.proname from pg_proc as f where f.pronamespace = 'route'::regnamespace and f.proname <> 'dispatch'
    and (f.prosecdef or f.proconfig is distinct from array['search_path=""'] or not exists (
      select from core._public_procedures as p where p.name = f.proname
        and p.is_query = (f.provolatile <> 'v') and p.roles = (select array_agg(r.rolname::text order by w.place)
          from unnest(array['hx_anon', 'hx_member', 'hx_support', 'hx_moderator', 'hx_admin', 'hx_founder'])
            with ordinality as w (name, place) join pg_roles as r on r.rolname = w.name
          where has_function_privilege(r.oid, f.oid, 'execute'))))$$,
    'and every route a procedure, as invoker, for the same roles');
select is_empty($$select t.typname, a.attname from pg_type as t join pg_class as c on c.oid = t.typrelid and c.relkind = 'c'
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type as f on f.oid = a.atttypid and f.typname in ('interval', 'timestamp', 'json', 'jsonb', 'bytea', 'money')
    where t.typowner = (select r.oid from pg_roles as r where r.rolname = 'hx_owner') and t.typnamespace <> 'core'::regnamespace$$,
    'what the API answers has a type that JSON can promise');
select * from finish();
rollback;
