-- EVT-028
create or replace view audit._ready_relay_is_alive as
select 'relay' as subject, c.seen_at as since
  from core.relay_cursor as c
 where c.seen_at < clock_timestamp() - interval '10 seconds';
comment on view audit._ready_relay_is_alive is
    'The relay reported within the last ten seconds';
