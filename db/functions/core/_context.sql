-- The request context if its seal is right; null where there is none. A context or a clock that
-- was set by hand is an error.
create or replace function core._context()
    returns jsonb
    language plpgsql stable security definer set search_path = ''
as $$
declare
    context text := coalesce(current_setting('hx.context', true), '');
    clock text := coalesce(current_setting('hx.clock_offset', true), '');
begin
    if context = '' and clock = '' then
        return null;
    end if;
    if current_setting('hx.seal', true) is distinct from (
        select core._seal(k.value, context, clock) from core.secret as k where k.name = 'context')
    then
        perform core.fail('HX502');
    end if;
    return nullif(context, '')::jsonb;
end $$;
