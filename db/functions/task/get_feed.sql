-- Work that the caller may take: what he may not is never fetched.
create or replace function task.get_feed(
    mode             task.feed_mode default 'normal',
    latitude         core.latitude default null,
    longitude        core.longitude default null,
    radius_miles     task.radius_miles default null,
    categories       text[] default null,
    min_price_cents  core.cents default null,
    max_price_cents  core.cents default null,
    sort_by          task.feed_sort default 'relevance',
    page_size        task.feed_page_size default 20,
    page_cursor      task.feed_cursor default null
)
    returns task.offers
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return task._page(task._wish(mode, latitude, longitude, radius_miles, categories, min_price_cents,
        max_price_cents, sort_by, null, page_cursor), page_size);
end $$;

comment on function task.get_feed is $$Open, funded work that the caller may take, and none of which the deadline has passed; nothing
for who may not take work. Distances are to the middle of a cell of a hundredth of a degree, so none
tells where the work is. By relevance the nearest 400 (without a location the newest; the setting
feed_candidates says how many) are ranked: match .70, recency .15, urgency .10, poster .05, where the
match is trust .30, distance .25, category .20, price .15 and time .10; below a match of .20 work is
hidden. Scores are as of the first page.
@param mode normal; urgent: posted within 30 minutes and due within 2 hours; nearby: needs a location
@param latitude degrees, of where the caller is; with longitude
@param longitude degrees
@param radius_miles 1 to 100, nearby to 50; unsaid 25, nearby 10; without a location it says nothing
@param categories codes of task.category; null for all
@param min_price_cents US cents
@param max_price_cents US cents
@param sort_by relevance, distance (needs a location), price_desc, price_asc, deadline or newest
@param page_size 1 to 50
@param page_cursor next_cursor of the page before, with the same filters
@returns the page and the cursor of the next, null at the end
@errors HX501 HX504 HXA01
@source LIF-20 LIF-21 RLM-18$$;

grant execute on function task.get_feed to hx_member;
