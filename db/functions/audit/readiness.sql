-- The checklist: an item is a view of this schema named _ready_… whose rows are faults (subject,
-- since), a view named _evidence_… whose rows show that something was ever done, or both under one
-- name. Their comments say in words what must hold. What nothing shows is UNVERIFIED, never
-- assumed.
create or replace function audit.readiness()
    returns setof audit.readiness_item
    language plpgsql stable security definer set search_path = ''
as $$
declare
    wanted record;
    faults core.tally;
    evidence bigint;
begin
    for wanted in
        select coalesce(r.name, e.name) as name, r.view_name as faults, e.view_name as evidence
          from (select c.oid::regclass as view_name, substr(c.relname, 8) as name
                  from pg_class as c
                 where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v'
                   and c.relname like '\_ready\_%') as r
          full join (select c.oid::regclass as view_name, substr(c.relname, 11) as name
                       from pg_class as c
                      where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v'
                        and c.relname like '\_evidence\_%') as e on e.name = r.name
         order by 1
    loop
        faults := row(0, null)::core.tally;
        if wanted.faults is not null then
            faults := core._tally(wanted.faults);
        end if;
        evidence := case when wanted.evidence is not null then core._count(wanted.evidence) end;
        return next row(wanted.name,
            concat_ws('; ', obj_description(wanted.faults, 'pg_class'),
                obj_description(wanted.evidence, 'pg_class')),
            concat_ws(E'\n', pg_get_viewdef(wanted.faults), pg_get_viewdef(wanted.evidence)),
            faults.found_rows,
            extract(epoch from core.now() - faults.oldest_at)::bigint,
            evidence,
            case when faults.found_rows > 0 then 'FAIL'
                 when evidence = 0 then 'UNVERIFIED'
                 else 'PASS' end)::audit.readiness_item;
    end loop;
end $$;

comment on function audit.readiness is $$Whether the product may carry real money, item by item,
over the data as it stands.
@returns a row an item: its name, what must hold, the query, the faults found, the age of the oldest
in seconds, and PASS, FAIL or UNVERIFIED where there is no evidence yet
@errors none
@source TST-44 TST-45 TST-49$$;

grant execute on function audit.readiness to hx_support, hx_job;
