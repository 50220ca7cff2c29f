-- Read a keyset cursor made by a list: the id of the last row seen, null for the first page.
create or replace function core._page_id(page_cursor text)
    returns uuid
    language plpgsql immutable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if page_cursor is null then
        return null;
    end if;
    if page_cursor !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
        perform core.fail('HXA01', 'page_cursor', 'That cursor was not made by this list.',
            'Pass next_cursor of the page before, or nothing.');
    end if;
    return page_cursor::uuid;
end $$;
