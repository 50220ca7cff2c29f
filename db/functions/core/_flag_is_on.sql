-- Whether a flag is on for somebody, in a city, in a role: by its narrowest rule that fits, a city
-- before a role, else by the flag itself. A flag that nobody knows is off, and so is a part of the
-- people for nobody in particular.
create or replace function core._flag_is_on(
    name       text,
    subject    text default null,
    city_code  text default null,
    role       text default null
)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return coalesce(
        (select r.is_on and (r.percent = 100
                or coalesce(core._bucket(r.name, subject) < r.percent, false))
           from core.flag_rule as r
          where r.name = name
            and (r.city_code is null or r.city_code = city_code)
            and (r.role is null or r.role = role)
          order by r.city_code is null, r.role is null
          limit 1),
        (select f.is_on from core.flag as f where f.name = name),
        false);
end $$;
