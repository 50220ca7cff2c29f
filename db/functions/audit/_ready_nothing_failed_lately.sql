-- QUE-18
create or replace view audit._ready_nothing_failed_lately as
select f.source || ' ' || f.name || ' ' || f.error as subject, f.recorded_at as since
  from core.failure as f
 where f.recorded_at > clock_timestamp() - interval '1 day';
comment on view audit._ready_nothing_failed_lately is
    'No call, job or order failed within the last day';
