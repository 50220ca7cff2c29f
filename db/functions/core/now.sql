-- @early
-- Domain time: the transaction's time plus the test clock's offset of this context. Inlinable.
create or replace function core.now()
    returns timestamptz
    language sql stable parallel safe
as $$
    select now() + coalesce(nullif(current_setting('hx.clock_offset', true), ''), '0')::interval
$$;

comment on function core.now is $$The product's time: the transaction's start, moved by the test clock.
@returns timestamptz$$;

grant execute on function core.now to hx_job, hx_dba;
