-- The versions of the schema under the name that the verification asks for. @source DBM-21
create or replace view core.schema_versions as
select v.version, v.applied_at from core.schema_version as v;
comment on view core.schema_versions is 'Versions of the schema';
grant select on core.schema_versions to hx_analyst, hx_dba;
