-- zz_record: one event per birth and per move, with its actor, cause and version.
create or replace function core._record()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    governed constant text := tg_argv[0];
    context jsonb := core._context();
    origin text := case when tg_op = 'UPDATE' then old.state end;
begin
    if origin = new.state then
        return null;
    end if;
    insert into core.event (aggregate, aggregate_id, version, event, from_state, to_state,
        actor_id, request_id, traceparent, reason, at, payload)
    values (governed, new.id, new.version,
        case when origin is null then 'created'
             else (select t.event from core.transition as t
                    where t.machine = governed
                      and t.from_state = origin and t.to_state = new.state) end,
        origin, new.state, (context ->> 'account_id')::uuid, context ->> 'request_id',
        context ->> 'traceparent', nullif(current_setting('hx.reason', true), ''), core.now(),
        coalesce(nullif(current_setting('hx.payload', true), '')::jsonb, '{}'));
    return null;
end $$;
