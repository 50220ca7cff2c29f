-- Every flag: as it is by itself, and for whom it is otherwise.
create or replace function admin.get_flags()
    returns setof admin.flag_view
    language sql stable security definer set search_path = ''
as $$
    select f.name, r.city_code, r.role, coalesce(r.is_on, f.is_on), coalesce(r.percent, 100), f.comment,
           coalesce(r.updated_at, f.updated_at)
      from core.flag as f
      left join core.flag_rule as r on r.name = f.name
     union all
    select f.name, null, null, f.is_on, 100, f.comment, f.updated_at
      from core.flag as f
     where exists (select from core.flag_rule as r where r.name = f.name)
       and not exists (select from core.flag_rule as r
                        where r.name = f.name and r.city_code is null and r.role is null)
     order by 1, 2 nulls first, 3 nulls first
$$;

comment on function admin.get_flags is $$All feature flags, and the rules by which they are on or off for a city, a role or a part.
@returns a row a flag and a rule; the one without city and role holds where no other fits
@errors none
@source ADM-04$$;

grant execute on function admin.get_flags to hx_support;
