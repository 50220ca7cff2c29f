-- The time zone where a person lives: that of the city of his state, the oldest if there are several.
create or replace function account._time_zone(account_id uuid)
    returns text
    language sql stable security definer set search_path = ''
as $$
    select coalesce((
        select c.time_zone from account.user as u
          join city.city as c on c.state_code = u.location_state
         where u.id = _time_zone.account_id order by c.created_at, c.id limit 1), 'UTC')
$$;
