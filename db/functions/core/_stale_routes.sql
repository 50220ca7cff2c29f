-- The routes that are missing or not as their procedures are any more.
create or replace function core._stale_routes()
    returns table (name text, is_query boolean, idempotency text, roles text[], source text, print text)
    language sql stable security definer set search_path = ''
as $$
    select w.* from (
        select p.name, p.is_query, p.idempotency, p.roles, b.body,
               md5(concat_ws('|', p.procedure::oid, p.is_query, p.idempotency, p.roles, b.body)) as fingerprint
          from core._public_procedures as p
         cross join lateral core._route_body(p.procedure) as b (body)) as w
     where not exists (
           select from core.route as r
            where r.procedure = w.name and r.fingerprint = w.fingerprint
              and to_regprocedure(format('route.%I(jsonb)', w.name)) is not null)
$$;
