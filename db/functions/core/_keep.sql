-- Keep the answer of a call under its key, in the call's own transaction; of a poll its newest.
create or replace function core._keep(
    procedure       text,
    args            jsonb,
    identity        jsonb,
    client_address  inet,
    key             text,
    data            text,
    request_id      text,
    answered_at     timestamptz
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor text := coalesce(identity ->> 'subject', 'address:' || host(client_address), 'nobody');
begin
    insert into core.idempotency_record as r (actor, procedure, key, fingerprint, status, data,
        request_id, answered_at, expires_at)
    select actor, procedure, key, core._fingerprint(procedure, actor, args), 200, data, request_id,
           answered_at,
           clock_timestamp() + (select s.value::interval from core.setting as s
               where s.name = case t.idempotency when 'money' then 'idempotency_kept_money'
                                   else 'idempotency_kept' end)
      from core.route as t
     where t.procedure = procedure
    on conflict on constraint idempotency_record_pkey do update
       set fingerprint = excluded.fingerprint, status = excluded.status, data = excluded.data,
           request_id = excluded.request_id, answered_at = excluded.answered_at,
           expires_at = excluded.expires_at
     where r.expires_at <= clock_timestamp()
        or exists (select from core.route as t where t.procedure = procedure and t.idempotency = 'poll');
    -- The row is the witness, the lock only spares its twin the wait.
    if not found then
        perform core.fail('HXA06', 'Idempotency-Key');
    end if;
end $$;

grant execute on function core._keep to hx_web;
