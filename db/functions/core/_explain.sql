-- Turn a caught error into the reply that a client may see; what may not be seen is kept.
create or replace function core._explain(
    procedure        text,
    request_id       text,
    error            text,
    constraint_name  text,
    column_name      text,
    message          text,
    hint             text,
    stack            text
)
    returns core.reply
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    code text := core.code_of(error, constraint_name);
    -- While the loader works, data may be ahead of the code for a moment: that passes.
    is_passing boolean := code = 'HXA10' and error ~ '^(42|0A000|XX000)'
        and not pg_try_advisory_xact_lock_shared(hashtext('hx_apply'));
    field text := coalesce(nullif(column_name, ''), (
        select m.field from core.constraint_error as m where m.constraint_name = constraint_name));
    is_ours boolean := code = error;
    reply core.reply;
begin
    if is_passing then
        code := 'HXA09';
    end if;
    -- Only what core.fail said is meant for the client: other messages may tell of the inside.
    reply := core._reject(code, case when is_ours or constraint_name <> '' then field end,
        case when is_ours then message
             when error = '55P03' then 'Somebody else is changing that right now; try again.' end,
        case when is_ours then nullif(hint, '') end,
        case when error = '55P03' or code = 'HXA09' then '{"retry_after": 1}'::jsonb end);
    if code = 'HXA10' or is_passing then
        reply.failure := format('%s: %s', error, message);
        -- A query runs read-only; its failure is in the log alone.
        if code = 'HXA10' and current_setting('transaction_read_only') = 'off' then
            perform core._failed('call', procedure, request_id, error, message, stack);
        end if;
    end if;
    return reply;
end $$;

grant execute on function core._explain to hx_web;
