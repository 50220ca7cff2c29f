-- Fill the request context of this session or transaction: who calls, under which request, and
-- by which clock.
create or replace function core._enter(
    account_id  uuid,
    identity    jsonb,
    request_id  text,
    for_session boolean,
    traceparent text default null
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    context text := jsonb_build_object('account_id', account_id, 'identity', identity,
        'request_id', request_id, 'for_session', for_session, 'traceparent', traceparent)::text;
    clock text := coalesce(
        (select s.value from core.setting as s where s.name = 'test_clock_offset'), '');
begin
    perform set_config('hx.context', context, not for_session),
            set_config('hx.clock_offset', clock, not for_session),
            set_config('hx.seal', core._seal(context, clock), not for_session),
            set_config('hx.reason', '', not for_session);
end $$;
