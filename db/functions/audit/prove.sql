-- Every invariant is a view of this schema named _proves_…: a row is a violation, its comment the
-- statement in words. prove() counts them all.
create or replace function audit.prove()
    returns setof audit.verdict
    language plpgsql stable security definer set search_path = ''
as $$
declare
    invariant record;
    began timestamptz;
    violations bigint;
begin
    for invariant in
        select c.oid::regclass as view_name, c.relname as name,
               regexp_replace(obj_description(c.oid, 'pg_class'), '\s+', ' ', 'g') as statement
          from pg_class as c
         where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v'
           and c.relname like '\_proves\_%'
         order by c.relname
    loop
        began := clock_timestamp();
        violations := core._count(invariant.view_name);
        return next row(substr(invariant.name, 9), invariant.statement, violations,
            round(extract(epoch from clock_timestamp() - began) * 1000, 1))::audit.verdict;
    end loop;
end $$;

comment on function audit.prove is $$Prove every invariant over the data as it stands.
@returns a row an invariant; violations is 0 where it holds
@errors none
@source STL-08 ESC-16$$;

grant execute on function audit.prove to hx_support, hx_job;
