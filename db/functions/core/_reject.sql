-- A reply that refuses a call with a registered code.
create or replace function core._reject(
    code       text,
    field      text default null,
    message    text default null,
    hint       text default null,
    details    jsonb default null
)
    returns core.reply
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known core.error;
    answer core.reply;
begin
    select e.* into strict known from core.error as e where e.code = code;
    answer.status := known.http_status;
    answer.error := row(code, coalesce(message, known.message), field, hint, details)::core.refusal;
    return answer;
end $$;
