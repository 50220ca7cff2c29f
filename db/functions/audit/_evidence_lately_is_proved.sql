-- STL-08 OBS-26
create or replace view audit._evidence_lately_is_proved as
select p.id::text as subject, p.proved_at as since
  from audit.proof as p
 where p.proved_at > clock_timestamp() - interval '15 minutes'
 limit 1;
comment on view audit._evidence_lately_is_proved is
    'What moved was proved within the last fifteen minutes';
