-- Make the partitions of core.event for this month and the three after it, guards attached.
create or replace function core.make_partitions(months_ahead integer default 3)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    made integer := 0;
    first_day date;
    name text;
begin
    if months_ahead is null or months_ahead not between 0 and 24 then
        perform core.fail('HXA01', 'months_ahead', 'Between 0 and 24 months ahead.');
    end if;
    perform pg_advisory_xact_lock(hashtext('core.make_partitions'));
    for step in 0 .. months_ahead loop
        first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => step))::date;
        name := 'event_' || to_char(first_day, 'YYYY_MM');
        if to_regclass('core.' || name) is null then
            execute format(
                'create table core.%I partition of core.event for values from (%L) to (%L)',
                name, first_day::text || ' 00:00:00+00',
                (first_day + interval '1 month')::date::text || ' 00:00:00+00');
            execute format('alter table core.%I enable row level security', name);
            execute format('comment on table core.%I is %L', name,
                'Events recorded in ' || to_char(first_day, 'YYYY-MM') || ' (UTC)');
            execute format('create trigger append_only_truncate before truncate on core.%I'
                || ' for each statement execute function core._refuse_change()', name);
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;

comment on function core.make_partitions is $$Make the monthly partitions of core.event ahead of time.
@param months_ahead 0 to 24, beyond the present month
@returns how many were made
@errors HXA01$$;

grant execute on function core.make_partitions to hx_job, hx_admin;
