-- The searches that the caller kept.
create or replace function task.get_saved_searches()
    returns setof task.search_view
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
begin
    return query
    select s.id, s.name::text, s.query::text, s.categories, s.min_price_cents::bigint,
           s.max_price_cents::bigint, s.radius_miles::integer, s.sort_by::text, s.created_at
      from task.saved_search as s
     where s.account_id = viewer
     order by s.name;
end $$;

comment on function task.get_saved_searches is $$The searches that the caller kept, by name.
@returns the searches
@errors HX501 HX504
@source domain.md §10.7$$;

grant execute on function task.get_saved_searches to hx_member;
