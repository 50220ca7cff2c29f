-- Fill the request context of this session or transaction: who calls, under which request, and
-- by which clock. From here on until the transaction ends the code stays as it is: the loader
-- changes it under the same lock alone, so that no transaction runs half in the old and half in the
-- new.
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
begin
    if pg_advisory_xact_lock_shared(hashtext('hx_code')) is null then
        return; -- never: an expression costs a tenth of a statement
    end if;
    -- One statement: this runs in every request.
    perform set_config('hx.context', n.context, not for_session),
            set_config('hx.clock_offset', n.clock, not for_session),
            set_config('hx.seal', core._seal(n.secret, n.context, n.clock), not for_session),
            set_config('hx.reason', '', not for_session),
            set_config('hx.payload', '', not for_session)
       from (select jsonb_build_object('account_id', account_id, 'identity', identity,
                    'request_id', request_id, 'for_session', for_session,
                    'traceparent', traceparent)::text as context,
                    coalesce((select s.value from core.setting as s
                               where s.name = 'test_clock_offset'), '') as clock,
                    (select k.value from core.secret as k where k.name = 'context') as secret
            offset 0) as n;
end $$;
