-- Open a call: context, route, role, key, limit, in this order. Answers the role to take, or the
-- reply where there is nothing left to run: refused, limited, or answered before under its key.
create or replace function core._open(
    procedure       text,
    args            jsonb,
    identity        jsonb,
    account_id      uuid,
    staff_role      text,
    is_cut_off      boolean,
    key             text,
    request_id      text,
    traceparent     text,
    client_address  inet
)
    returns core.opening
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    route core.route;
    opened core.opening;
    actor text := coalesce(identity ->> 'subject', 'address:' || host(client_address), 'nobody');
    earlier core.idempotency_record;
    reply core.reply;
begin
    perform core._enter(account_id, identity, request_id, false, traceparent);
    select r.* into route from core.route as r where r.procedure = procedure;
    if not found then
        opened.reply := core._reject('HXA02', null, 'There is no such procedure.');
        return opened;
    end if;
    if is_cut_off then
        opened.reply := core._reject('HX503', null, 'This account is suspended.');
        return opened;
    end if;
    opened.is_query := route.is_query;
    opened.role_name := case
        when identity is not null and 'hx_member' = any (route.roles) then 'hx_member'
        when identity is not null and staff_role = any (route.roles) then staff_role
        when 'hx_anon' = any (route.roles) then 'hx_anon' end;
    if opened.role_name is null then
        opened.reply := core._reject(case when identity is null then 'HX501' else 'HX503' end);
        return opened;
    end if;
    if route.is_query then
        return opened;
    end if;

    if key is null and route.idempotency in ('required', 'money', 'poll') then
        opened.reply := core._reject('HXA07', 'Idempotency-Key');
        return opened;
    elsif key !~ '^[!-~]{1,255}$' then
        opened.reply := core._reject('HXA01', 'Idempotency-Key',
            'A key is 1 to 255 visible ASCII characters.');
        return opened;
    elsif key is not null then
        -- The claim: whoever holds this lock runs; a twin in flight is told so at once.
        if not pg_try_advisory_xact_lock(hashtextextended(
            format('%s %s %s', length(actor), actor, procedure), hashtextextended(key, 0)))
        then
            opened.reply := core._reject('HXA06', 'Idempotency-Key');
            return opened;
        end if;
        select r.* into earlier from core.idempotency_record as r
         where r.actor = actor and r.procedure = procedure and r.key = key
           and r.expires_at > clock_timestamp();
        if found then
            if earlier.fingerprint <> core._fingerprint(procedure, actor, args) then
                opened.reply := core._reject('HXA05', 'Idempotency-Key');
                return opened;
            end if;
            if route.idempotency <> 'poll' then
                reply.status := earlier.status;
                reply.data := earlier.data;
                reply.request_id := earlier.request_id;
                reply.answered_at := earlier.answered_at;
                reply.is_replay := true;
                opened.reply := reply;
                return opened;
            end if;
        end if;
    end if;

    reply.limits := core._consume(procedure, actor, client_address);
    opened.reply := reply;
    if exists (select from unnest(reply.limits) as l where l.remaining < 0) then
        opened.reply := core._reject('HXA04', null, null, null, jsonb_build_object('retry_after',
            (select max(l.reset_seconds) from unnest(reply.limits) as l where l.remaining < 0)));
        opened.reply.limits := reply.limits;
    end if;
    return opened;
end $$;

grant execute on function core._open to hx_web;
