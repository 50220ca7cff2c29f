-- Keep the reports of days that are over for an hour: each city's days after the last that is kept, in their
-- order; yesterday's where none is.
create or replace function metrics.take_daily_reports()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    due record;
    taken integer := 0;
begin
    perform core._enter(null, null, 'reports-' || core.new_id(), false);
    for due in
        select c.id, d.day::date as day
          from city.city as c
         cross join lateral (
                select ((core.now() - interval '1 hour') at time zone c.time_zone)::date - 1 as day) as y
         cross join lateral generate_series(coalesce((select max(r.day) + 1 from metrics.daily_report as r
                where r.city_id = c.id), y.day), y.day, interval '1 day') as d (day)
         order by c.id, d.day
    loop
        insert into metrics.daily_report as r select (metrics._day_of(due.id, due.day)).*
        on conflict on constraint daily_report_pkey do nothing;
        taken := taken + 1;
    end loop;
    return taken;
end $$;

comment on function metrics.take_daily_reports is $$Keep the daily reports of every city of days that are over.
@returns how many were taken
@errors none
@source REC-006$$;

grant execute on function metrics.take_daily_reports to hx_job;
