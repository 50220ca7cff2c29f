-- What may be kept outside is law: changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on cache.answer
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on cache.stale_key
    for each statement execute function core._refuse_change();
