-- The versions of the schema and its migrations under the name that the verification asks for. @source DBM-21
create or replace view core.schema_versions as
select v.version, v.applied_at from core.schema_version as v
 union all
select to_char(m.version, 'FM0000') || '_' || m.name, max(m.applied_at)
  from core.migration as m group by m.version, m.name;
comment on view core.schema_versions is 'Versions of the schema, and the migrations that made it';
grant select on core.schema_versions to hx_analyst, hx_dba;
