-- How many rows this transaction has written so far, table by table, as the server counts them.
create or replace function admin._written()
    returns admin.rehearsed_row[]
    language sql volatile security definer set search_path = ''
as $$
    select array_agg(row(w.table_name, w.inserted, w.updated, w.deleted)::admin.rehearsed_row)
      from (select coalesce(i.inhparent, c.oid)::regclass::text as table_name,
                   sum(pg_stat_get_xact_tuples_inserted(c.oid))::bigint as inserted,
                   sum(pg_stat_get_xact_tuples_updated(c.oid))::bigint as updated,
                   sum(pg_stat_get_xact_tuples_deleted(c.oid))::bigint as deleted
              from pg_class as c
              join pg_namespace as n on n.oid = c.relnamespace
              left join pg_inherits as i on i.inhrelid = c.oid
             where c.relkind = 'r' and n.nspowner = (
                       select r.oid from pg_roles as r where r.rolname = 'hx_owner')
             group by 1) as w
     where w.inserted + w.updated + w.deleted > 0
$$;
