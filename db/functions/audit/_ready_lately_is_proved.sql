-- STL-08 OBS-26
create or replace view audit._ready_lately_is_proved as
select p.id::text as subject, p.proved_at as since
  from audit.proof as p
 where p.violations > 0 and p.proved_at > clock_timestamp() - interval '1 day';
comment on view audit._ready_lately_is_proved is
    'No proof of what moved within a day found an invariant broken';
