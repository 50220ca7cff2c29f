-- TST-49
create or replace view audit._evidence_backup_was_restored as
select null::text as subject, null::timestamptz as since
 where false;
comment on view audit._evidence_backup_was_restored is
    'A backup was restored and proved (nothing records that yet, so it stays unverified)';
