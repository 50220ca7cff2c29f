-- TST-49 DRH-030
create or replace view audit._evidence_backup_was_restored as
select r.label as subject, r.restored_at as since
  from audit.restore as r
 where r.violations = 0 and r.broken_seals = 0
 limit 1;
comment on view audit._evidence_backup_was_restored is
    'A backup was restored and every invariant and seal proved over it';
