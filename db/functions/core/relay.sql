-- Read core.event on from where the last call ended, no further than what can still commit late,
-- and defer one drain job for each kind of order that was announced.
create or replace function core.relay()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    since core.relay_cursor;
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    deferred integer := 0;
begin
    select c.* into strict since from core.relay_cursor as c for no key update;
    if since.horizon < horizon then
        select count(*) filter (where core.defer(d.task, d.queue, '{}', d.kind)) into deferred
          from core.drain as d
         where exists (
               select from core.event as v
                where v.aggregate = d.aggregate and v.from_state is null
                  and v.transaction_id >= since.horizon and v.transaction_id < horizon);
    end if;
    if deferred > 0 or since.seen_at < clock_timestamp() - interval '1 second' then
        update core.relay_cursor as c set horizon = horizon, seen_at = clock_timestamp();
    end if;
    return deferred;
end $$;

comment on function core.relay is $$Defer a drain job for each kind of order announced since the last call.
@returns how many jobs were deferred
@errors none
@source EVT-028 QUE-03$$;

grant execute on function core.relay to hx_job;
