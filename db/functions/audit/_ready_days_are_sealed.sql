-- S-L6
create or replace view audit._ready_days_are_sealed as
select 'last seal ' || s.day as subject, s.sealed_at as since
  from (select k.day, k.sealed_at from ledger.seal as k order by k.number desc limit 1) as s
 where s.sealed_at < clock_timestamp() - interval '26 hours'
union all
select 'no seal', j.recorded_at
  from (select k.recorded_at from ledger.journal as k order by k.transaction_id limit 1) as j
 where j.recorded_at < clock_timestamp() - interval '26 hours'
   and not exists (select from ledger.seal as s);
comment on view audit._ready_days_are_sealed is
    'The ledger was sealed within the last 26 hours';
