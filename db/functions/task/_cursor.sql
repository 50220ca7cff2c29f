-- The cursor that continues a wish after a row: as of when, its key in the order asked for, its id.
create or replace function task._cursor(wanted task.wish, row_key text, row_id uuid)
    returns text
    language sql immutable
as $$
    select replace(encode(convert_to(concat_ws(' ', (wanted).fingerprint,
        (extract(epoch from (wanted).as_of) * 1000000)::bigint, row_key, row_id), 'UTF8'), 'base64'),
        chr(10), '')
$$;
