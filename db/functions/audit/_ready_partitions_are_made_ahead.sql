create or replace view audit._ready_partitions_are_made_ahead as
select m.name as subject, null::timestamptz as since
  from (select 'event_' || to_char(date_trunc('month', now() at time zone 'UTC')
               + make_interval(months => n), 'YYYY_MM') as name
          from generate_series(0, 3) as n) as m
 where to_regclass('core.' || m.name) is null;
comment on view audit._ready_partitions_are_made_ahead is
    'Events have partitions for this month and the three after it';
