-- A POSIX pattern in the words of ECMA 262, which JSON Schema speaks.
create or replace function core._json_pattern(pattern text)
    returns text
    language sql immutable parallel safe
as $$
    select replace(replace(replace(replace(replace(replace(pattern, '''''', ''''),
        '[^[:space:]]', '\S'), '[[:space:]]', '\s'), '[:space:]', '\s'),
        '[[:alpha:]]', '\p{L}'), '[:alpha:]', '\p{L}')
$$;
