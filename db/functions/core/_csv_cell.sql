-- A text as a cell of CSV: quoted, and no formula to a spreadsheet whatever it begins with.
create or replace function core._csv_cell(value text)
    returns text
    language sql immutable
as $$
    select '"' || case when _csv_cell.value ~ '^[\s\u00a0]*[-=+@|%＝＋－＠]|^[\t\r\n]' then '''' else '' end
        || replace(coalesce(_csv_cell.value, ''), '"', '""') || '"'
$$;
