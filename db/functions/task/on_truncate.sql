-- Categories and places are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on task.category
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.place
    for each statement execute function core._refuse_change();
