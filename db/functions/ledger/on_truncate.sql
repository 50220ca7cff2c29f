-- The chart of accounts is changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on ledger.chart
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on ledger.posting
    for each statement execute function core._refuse_change();
