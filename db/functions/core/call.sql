-- A request's one round trip. Invoker: it takes the caller's role for the procedure alone. What
-- stands before the block (context, lock of the key, limit) survives a refusal; the block is the
-- effect, and is there whole or not at all.
create or replace function core.call(
    procedure       text,
    args            jsonb,
    identity        jsonb,
    key             text,
    request_id      text,
    traceparent     text,
    client_address  inet
)
    returns core.reply
    language plpgsql volatile set search_path = ''
as $$
#variable_conflict use_variable
declare
    caller account.caller;
    opened core.opening;
    reply core.reply;
    error text;
    violated text;
    blamed text;
    message text;
    hint text;
    stack text;
begin
    -- Until it ends schema and code stay as they are (core._enter).
    if pg_advisory_xact_lock_shared(hashtext('hx_code')) is null then
        return null; -- never: the lock is waited for
    end if;
    caller := account._identify(identity);
    opened := core._open(procedure, args, identity, caller.account_id, caller.staff_role,
        caller.is_cut_off, key, request_id, traceparent, client_address);
    reply := opened.reply;
    if reply.status is null then
        begin
            reply.answered_at := now();
            perform set_config('role', opened.role_name, true);
            reply.data := route.dispatch(procedure, args);
            if not opened.is_query then
                set constraints all immediate;
            end if;
            perform set_config('role', 'none', true);
            reply.status := 200;
            if key is not null and not opened.is_query then
                perform core._keep(procedure, args, identity, client_address, key, reply.data,
                    request_id, reply.answered_at);
            end if;
        exception when others then
            get stacked diagnostics error = returned_sqlstate, violated = constraint_name,
                blamed = column_name, message = message_text, hint = pg_exception_hint,
                stack = pg_exception_context;
            if error in ('40001', '40P01') then
                raise; -- a lost race: the web layer tries again
            end if;
            reply := core._explain(procedure, request_id, error, violated, blamed,
                message, hint, stack);
            reply.limits := (opened.reply).limits;
        end;
    end if;
    reply.request_id := coalesce(reply.request_id, request_id);
    reply.answered_at := coalesce(reply.answered_at, now());
    reply.is_replay := coalesce(reply.is_replay, false);
    reply.account_id := caller.account_id;
    return reply;
end $$;

comment on function core.call is $$Run a procedure of the public API for a verified identity: the web layer's only door.
@param procedure schema.procedure, as core.contract lists it
@param args the arguments by name
@param identity subject, verified email, verified phone; null for nobody
@param key the Idempotency-Key, null where none was sent
@param request_id kept on every event
@param traceparent W3C trace context, kept on every event
@param client_address as told by trusted proxies alone
@returns status and data, or status and error; a replay bears its first request's id and time
@errors HX501 HX503 HXA01 HXA02 HXA04 HXA05 HXA06 HXA07 HXA09 HXA10
@source IDM-01 IDM-02 IDM-04 IDM-07 IDM-08 RLM-07 RLM-11 SEC-03 SEC-12 SEC-13 SEC-19 SEC-29$$;

grant execute on function core.call to hx_web;
