-- Raise a registered error as its SQLSTATE. The field stands in COLUMN, what would be right in HINT.
create or replace function core.fail(
    code     text,
    field    text default null,
    message  text default null,
    hint     text default null
)
    returns void
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known core.error;
begin
    select e.* into known from core.error as e where e.code = code;
    if not found then
        raise exception 'unregistered error code %', code using errcode = 'HXA10';
    end if;
    if hint is null then
        raise exception using
            errcode = code, message = coalesce(message, known.message), column = coalesce(field, '');
    end if;
    raise exception using
        errcode = code, message = coalesce(message, known.message), column = coalesce(field, ''),
        hint = hint;
end $$;

comment on function core.fail is $$Raise a registered HX error.
@param code a code of core.error
@param field the argument at fault, where there is one
@param message replaces the registered message
@param hint what would be right
@returns never
@errors HXA10$$;

grant execute on function core.fail to hx_job, hx_dba;
