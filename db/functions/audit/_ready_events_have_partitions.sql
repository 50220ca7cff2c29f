create or replace view audit._ready_events_have_partitions as
select v.id::text as subject, v.recorded_at as since
  from core.event_default as v;
comment on view audit._ready_events_have_partitions is
    'No event fell into the default partition';
