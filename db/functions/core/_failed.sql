-- Keep a failure with all that is known of it.
create or replace function core._failed(
    source      text,
    name        text,
    request_id  text,
    error       text,
    message     text,
    details     text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into core.failure (source, name, request_id, error, message, details)
    values (source, name, request_id, error, coalesce(message, ''), details);
end $$;
