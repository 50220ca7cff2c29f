-- Read a cursor into the wish that it continues: as of when, and after which row. One that is torn, of
-- another wish or of the future is HXA01.
create or replace function task._after(wanted task.wish, page_cursor text)
    returns task.wish
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    part text[];
begin
    if page_cursor is null then
        return wanted;
    end if;
    part := regexp_match(encode(decode(page_cursor, 'base64'), 'escape'),
        '^([0-9a-f]{32}) ([0-9]{1,16}) ([0-9]{1,16}(?:\.[0-9]{1,20})?(?:e-[0-9]{1,3})?) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$');
    if part is null then
        perform core.fail('HXA01', 'page_cursor', 'That cursor was not made here.',
            'Pass next_cursor of the page before, or nothing.');
    end if;
    wanted.as_of := timestamptz 'epoch' + part[2]::bigint * interval '1 microsecond';
    if part[1] <> wanted.fingerprint or wanted.as_of > wanted.now_at then
        perform core.fail('HXA01', 'page_cursor', 'That cursor belongs to other filters.',
            'Pass the filters of the page before.');
    end if;
    wanted.after_key := part[3]::numeric;
    wanted.after_metres := part[3]::double precision;
    wanted.after_id := part[4]::uuid;
    return wanted;
end $$;
