-- Positions are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on geo.position
    for each statement execute function core._refuse_change();
