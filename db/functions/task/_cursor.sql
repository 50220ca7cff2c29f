-- The cursor that continues a wish after a row: as of when, its key in the order asked for, its id.
create or replace function task._cursor(wanted task.wish, row_key text, row_id uuid)
    returns text
    language sql immutable
as $$
    select replace(encode(convert_to(concat_ws(' ', (_cursor.wanted).fingerprint,
        (extract(epoch from (_cursor.wanted).as_of) * 1000000)::bigint,
        _cursor.row_key, _cursor.row_id), 'UTF8'), 'base64'),
        chr(10), '')
$$;
