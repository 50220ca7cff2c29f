-- DRH-030 DRH-055
create or replace view audit._ready_backup_was_restored as
select coalesce('last restore ' || r.label, 'never restored') as subject,
       coalesce(r.restored_at, b.ended_at) as since
  from (select min(k.ended_at) as ended_at from audit.backup as k) as b
  full join (select k.label, k.restored_at from audit.restore as k
              where k.violations = 0 and k.broken_seals = 0
              order by k.restored_at desc limit 1) as r on true
 where coalesce(r.restored_at, b.ended_at) < clock_timestamp() - interval '31 days';
comment on view audit._ready_backup_was_restored is
    'A backup was restored and proved within the last 31 days';
