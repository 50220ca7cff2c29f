-- The caller's statement of a period as CSV: what it opened with, its lines, the oldest first, and what it
-- closed with.
create or replace function account.statement_csv(
    from_day  date default null,
    to_day    date default null,
    currency  core.currency default 'USD'
)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    today constant date := account._today(viewer);
    last_day date := coalesce(to_day, least(today, from_day + 365), today);
    first_day date := coalesce(from_day, last_day - 365);
    period tstzrange := account._period(viewer, first_day, last_day);
    wanted text := coalesce(currency, 'USD');
begin
    return concat_ws(E'\r\n', 'at,kind,account,task_id,title,amount_cents,currency',
        format('%s,opening,,,"",%s,%s', first_day, account._balance_before(viewer, wanted, lower(period)), wanted),
        (select string_agg(format('%s,%s,%s,%s,%s,%s,%s',
                to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), j.kind, a.kind, t.id,
                core._csv_cell(t.title), l.amount_cents, wanted), E'\r\n'
                order by l.transaction_id, l.journal_id, l.line)
           from ledger.account as a
           join ledger.entry as l on l.account_id = a.id
           join ledger.journal as j on j.id = l.journal_id
           left join escrow.escrow as e on e.id = j.escrow_id
           left join task.task as t on t.id = e.task_id
          where a.owner_id = viewer and a.currency = wanted and l.at <@ period),
        format('%s,closing,,,"",%s,%s', last_day, account._balance_before(viewer, wanted, upper(period)), wanted)) || E'\r\n';
end $$;

comment on function account.statement_csv is $$The caller's statement of a period as CSV (RFC 4180): what payable and debt together
opened with, every line, the oldest first, and what they closed with. No cell is a formula.
@param from_day the first day where the caller lives, a year before to_day unless told
@param to_day the last day, today or a year after from_day unless told
@param currency ISO 4217
@returns the text, with a header
@errors HX501 HX504 HXA01
@source LED-006$$;

grant execute on function account.statement_csv to hx_member;
