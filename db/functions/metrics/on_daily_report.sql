-- The report of a day that is over is kept as it was.
create or replace trigger append_only before update or delete on metrics.daily_report
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on metrics.daily_report
    for each statement execute function core._refuse_change();
