-- The figures of /metrics, and of whoever watches from psql.
create or replace function metrics.read()
    returns setof metrics.gauge
    language sql stable security definer set search_path = ''
as $$
    select row(g.name, g.help, g.label, g.label_value, g.label_2, g.label_2_value, round(g.value, 3))::metrics.gauge
      from metrics._gauges as g
     order by g.name, g.label_value, g.label_2_value
$$;

comment on function metrics.read is $$What operators watch, as the data stands: orders that are due, the relay, what is in doubt,
invariants, circuits, freezes, dead letters, ages of seal, backup and restore.
@returns a figure each, with at most two labels
@errors none
@source OBS-21 OBS-24 OBS-25 OBS-26 OBS-27 OBS-016 OBS-019 OBS-020 OBS-044 OBS-088 QUE-20$$;

grant execute on function metrics.read to hx_web, hx_job, hx_support;
