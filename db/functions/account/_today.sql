-- The day where a person lives, now or at another moment.
create or replace function account._today(account_id uuid, moment timestamptz default core.now())
    returns date
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (moment at time zone account._time_zone(account_id))::date;
end $$;
