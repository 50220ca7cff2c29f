-- DEP-34 DRH-027
create or replace view audit._ready_backups_are_made as
select 'last backup ' || b.label as subject, b.ended_at as since
  from (select k.label, k.ended_at from audit.backup as k order by k.ended_at desc limit 1) as b
 where b.ended_at < clock_timestamp() - interval '26 hours';
comment on view audit._ready_backups_are_made is
    'A base backup was made and verified within the last 26 hours';
