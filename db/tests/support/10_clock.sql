-- The test clock: one row, read once a transaction by whoever enters; never part of a deploy.
create function support.set_clock(offset_by interval)
    returns timestamptz
    language plpgsql security definer set search_path = ''
as $$
begin
    insert into core.setting (name, value, comment)
    values ('test_clock_offset', offset_by::text, 'test clock: interval added to the real time')
    on conflict (name) do update set value = excluded.value, updated_at = now();
    perform set_config('hx.clock_offset', offset_by::text, false),
            set_config('hx.seal', core._seal(
                (select k.value from core.secret as k where k.name = 'context'),
                coalesce(current_setting('hx.context', true), ''), offset_by::text), false);
    return core.now();
end $$;
