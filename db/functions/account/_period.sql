-- A period of whole days where a person lives, as the moments that bound it; open where a day is null.
create or replace function account._period(account_id uuid, from_day date, to_day date)
    returns tstzrange
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if from_day > to_day then
        perform core.fail('HXA01', 'to_day', 'The period ends before it begins.');
    end if;
    return tstzrange(from_day::timestamp at time zone account._time_zone(account_id),
        (to_day + 1)::timestamp at time zone account._time_zone(account_id), '[)');
end $$;
