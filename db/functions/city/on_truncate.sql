-- States, cities, their zones and figures, and ZIP codes are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on city.city
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on city.rule
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on city.zone
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on city.us_state
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on city.zip_range
    for each statement execute function core._refuse_change();
