-- The money of a city's day: as it was kept when the day was over, or as it stands.
create or replace function metrics.get_daily_report(city text, day date default null)
    returns metrics.city_day
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    place city.city;
    wanted date;
    kept metrics.daily_report;
    is_final boolean;
begin
    select c.* into place from city.city as c where c.code = city;
    if not found then
        perform core.fail('HXA02', 'city', 'There is no city of that code.');
    end if;
    wanted := coalesce(day, (core.now() at time zone place.time_zone)::date);
    if wanted > (core.now() at time zone place.time_zone)::date then
        perform core.fail('HXA01', 'day', 'That day has not begun.');
    end if;
    select r.* into kept from metrics.daily_report as r where r.city_id = place.id and r.day = wanted;
    is_final := found;
    if not is_final then
        kept := metrics._day_of(place.id, wanted);
    end if;
    return row(place.code, kept.day, kept.currency, is_final, kept.completed_tasks, kept.collected_cents,
        kept.released_cents, kept.fee_cents, kept.refunded_cents, kept.paid_out_cents, kept.lost_cents,
        kept.cost_cents, kept.held_cents, kept.outstanding_cents, kept.in_doubt_cents,
        kept.taken_at)::metrics.city_day;
end $$;

comment on function metrics.get_daily_report is $$The money of a city's day, where the city is: collected, released, fees, refunded, paid out, lost; held,
outstanding and in doubt at its end.
@param city the code of a city
@param day today unless told
@returns signed cents; is_final once the day is over and its report is kept
@errors HXA01 HXA02
@source REC-006$$;

grant execute on function metrics.get_daily_report to hx_support;
