-- S-L6
create or replace view audit._evidence_days_are_sealed as
select s.day::text as subject, s.sealed_at as since
  from ledger.seal as s
 limit 1;
comment on view audit._evidence_days_are_sealed is
    'A day of the ledger was sealed';
