-- The same as CSV: a header and a line.
create or replace function metrics.get_daily_report_csv(city text, day date default null)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    told metrics.city_day := metrics.get_daily_report(city, day);
begin
    return concat(
        'city,day,currency,is_final,completed_tasks,collected_cents,released_cents,fee_cents,refunded_cents,',
        'paid_out_cents,lost_cents,cost_cents,held_cents,outstanding_cents,in_doubt_cents', E'\r\n',
        concat_ws(',', core._csv_cell(told.city), told.day, told.currency, told.is_final, told.completed_tasks,
            told.collected_cents, told.released_cents, told.fee_cents, told.refunded_cents,
            told.paid_out_cents, told.lost_cents, told.cost_cents, told.held_cents, told.outstanding_cents,
            told.in_doubt_cents), E'\r\n');
end $$;

comment on function metrics.get_daily_report_csv is $$metrics.get_daily_report as CSV (RFC 4180): a header and a line.
@param city the code of a city
@param day today unless told
@returns the text
@errors HXA01 HXA02
@source REC-006$$;

grant execute on function metrics.get_daily_report_csv to hx_support;
