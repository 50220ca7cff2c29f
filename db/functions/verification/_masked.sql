-- A licence number as it is shown: its first two characters and its last.
create or replace function verification._masked(licence_number text)
    returns text
    language sql immutable
    return left(licence_number, 2) || repeat('*', length(licence_number) - 3)
        || right(licence_number, 1);
