-- What the web layer asks every second, and a health check when it is asked.
create or replace function core.health()
    returns core.pulse
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return row(core._contract_version(),
        (select v.version from core.schema_version as v order by v.applied_at desc limit 1),
        (select c.seen_at > clock_timestamp() - interval '10 seconds' from core.relay_cursor as c)
    )::core.pulse;
end $$;

comment on function core.health is $$The version of contract and schema, and whether the relay reported within ten seconds.
@returns the pulse
@errors none
@source DEP-06 DEP-07$$;

grant execute on function core.health to hx_web, hx_job, hx_dba;
