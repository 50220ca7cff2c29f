-- A kept search as its owner sees it.
create or replace function task._search_view(search_id uuid)
    returns task.search_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(s.id, s.name, s.query, s.categories, s.min_price_cents, s.max_price_cents,
                       s.radius_miles, s.sort_by, s.created_at)::task.search_view
              from task.saved_search as s where s.id = search_id);
end $$;
