-- Tiers, risks, clearance and standings are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on trust.tier
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on trust.risk
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on trust.clearance
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on trust.standing
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on trust.criterion
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on trust.percentile
    for each statement execute function core._refuse_change();
