-- Trades and wishes are changed row by row and never emptied at once; nor is what is derived.
create or replace trigger never_truncated before truncate on verification.trade
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on verification.willingness
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on verification.capability_profile
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on verification.verified_trade
    for each statement execute function core._refuse_change();
