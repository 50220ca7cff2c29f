-- A query's round trip where answers are kept outside: the copy's stamp is held against the rows,
-- and only where it differs the procedure runs. The copy decides nothing: who is cut off, what
-- expired, closed or is not for the caller is seen here. Invoker, as core.call.
create or replace function cache.recall(
    procedure       text,
    args            jsonb,
    identity        jsonb,
    stamp           text,
    subjects        uuid[],
    request_id      text,
    traceparent     text,
    client_address  inet
)
    returns cache.recollection
    language plpgsql volatile set search_path = ''
as $$
#variable_conflict use_variable
declare
    caller account.caller;
    opened core.opening;
    answer cache.recollection;
    before text;
begin
    -- Until it ends schema and code stay as they are (core._enter).
    if pg_advisory_xact_lock_shared(hashtext('hx_code')) is null then
        return null; -- never: the lock is waited for
    end if;
    caller := account._identify(identity);
    opened := core._open(procedure, args, identity, caller.account_id, caller.staff_role,
        caller.is_cut_off, null, request_id, traceparent, client_address);
    if (opened.reply).status is null and opened.is_query and caller.account_id is not null then
        before := cache._stamp(procedure, args, '{}');
        if stamp = cache._stamp(procedure, args, subjects) then
            answer.reply := row(304, null, null, request_id, now(), false, caller.account_id, null,
                null)::core.reply;
            answer.stamp := stamp;
            answer.subjects := subjects;
            return answer;
        end if;
    end if;
    answer.reply := core.call(procedure, args, identity, null, request_id, traceparent,
        client_address);
    -- What changed between the two stamps may be in the answer or not: no copy is kept of it.
    if (answer.reply).status = 200 and before = cache._stamp(procedure, args, '{}') then
        select coalesce(array_agg((i.item ->> 'id')::uuid), '{}') into answer.subjects
          from jsonb_array_elements((answer.reply).data::jsonb -> 'items') as i (item)
         where jsonb_typeof((answer.reply).data::jsonb -> 'items') = 'array';
        answer.stamp := cache._stamp(procedure, args, answer.subjects);
    end if;
    return answer;
end $$;

comment on function cache.recall is $$Answer a query, or say that the copy which the web layer has of its answer is still right.
@param procedure a query of cache.answer
@param args the arguments by name
@param identity subject, verified email, verified phone; null for nobody
@param stamp the copy's stamp; null where there is no copy
@param subjects the ids of what the copy shows
@param request_id kept on every event
@param traceparent W3C trace context, kept on every event
@param client_address as told by trusted proxies alone
@returns status 304 where the copy is right; otherwise the reply of core.call, and what to keep beside it
@errors HX501 HX503 HX504 HXA01 HXA02 HXA04 HXA05 HXA06 HXA07 HXA10
@source CAC-08 CAC-09$$;

grant execute on function cache.recall to hx_web;
