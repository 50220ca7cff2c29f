-- The day where a person lives, now or at another moment: that of the city of his state, the oldest
-- if there are several.
create or replace function account._today(account_id uuid, moment timestamptz default core.now())
    returns date
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (moment at time zone coalesce((
        select c.time_zone from account.user as u
          join city.city as c on c.state_code = u.location_state
         where u.id = account_id order by c.created_at, c.id limit 1), 'UTC'))::date;
end $$;
