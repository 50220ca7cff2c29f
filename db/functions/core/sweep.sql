-- Defer a drain job of every kind, whatever the relay saw: an order never depends on one message.
create or replace function core.sweep()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
begin
    return (select count(*) filter (where core.defer(d.task, d.queue, '{}', d.kind)) from core.drain as d);
end $$;

comment on function core.sweep is $$Defer a drain job for every kind of order; runs every ten seconds.
@returns how many jobs were deferred
@errors none
@source QUE-14$$;

grant execute on function core.sweep to hx_job;
