-- A kept search, looked for again from where the caller is now.
create or replace function task.run_saved_search(
    search_id    uuid,
    latitude     core.latitude default null,
    longitude    core.longitude default null,
    page_size    task.feed_page_size default 20,
    page_cursor  task.feed_cursor default null
)
    returns task.offers
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    kept task.saved_search;
begin
    select s.* into kept from task.saved_search as s
     where s.id = search_id and s.account_id = viewer;
    if not found then
        perform core.fail('HXA02', 'search_id');
    end if;
    return task._page(task._wish('normal', latitude, longitude, kept.radius_miles, kept.categories,
        kept.min_price_cents, kept.max_price_cents, kept.sort_by, kept.query, page_cursor), page_size);
end $$;

comment on function task.run_saved_search is $$Look for work as a search that the caller kept says: as task.search, or without words as the feed.
@param latitude degrees, of where the caller is; with longitude
@param longitude degrees
@param page_size 1 to 50
@param page_cursor next_cursor of the page before
@returns the page and the cursor of the next, null at the end
@errors HX501 HX504 HXA01 HXA02
@source domain.md §10.7$$;

grant execute on function task.run_saved_search to hx_member;
