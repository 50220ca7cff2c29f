create or replace view audit._ready_production_has_no_test_clock as
select 'setting test_clock_offset' as subject, s.updated_at as since
  from core.setting as s
 where s.name = 'test_clock_offset' and core._is_production()
union all
select 'schema ' || n.nspname, null
  from pg_namespace as n
 where n.nspname in ('support', 'tap') and core._is_production();
comment on view audit._ready_production_has_no_test_clock is
    'Production has no test clock and no schema of tests';
