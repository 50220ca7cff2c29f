-- Write an event that is no transition (a sign-in by a DBA, a refusal worth keeping).
create or replace function core._happened(
    aggregate     text,
    aggregate_id  uuid,
    event         text,
    payload       jsonb default '{}'
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    context jsonb := core._context();
begin
    insert into core.event
        (aggregate, aggregate_id, event, actor_id, request_id, traceparent, reason, at, payload)
    values (aggregate, aggregate_id, event, (context ->> 'account_id')::uuid,
            context ->> 'request_id', context ->> 'traceparent',
            nullif(current_setting('hx.reason', true), ''), core.now(), payload);
end $$;
