-- Look for work by words: the same work and the same filters as the feed.
create or replace function task.search(
    query            task.search_words,
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
    if query is null then
        perform core.fail('HXA01', 'query', 'Say what to look for.');
    end if;
    return task._page(task._wish('normal', latitude, longitude, radius_miles, categories,
        min_price_cents, max_price_cents, sort_by, query, page_cursor), page_size);
end $$;

comment on function task.search is $$Open, funded work that the caller may take and that holds the words looked for, or has a title that
resembles them. Words found in the title count .50, in the description .24, in the name of the zone
.09, in that of the category .02, at least .10 in all; relevance is .40 of that and .60 of the match,
over the nearest 400 (without a location the newest) that were found. Nothing is hidden.
@param query 1 to 200 characters; "a phrase", or, and -without mean what they do in a search engine
@param latitude degrees, of where the caller is; with longitude
@param longitude degrees
@param radius_miles 1 to 100; unsaid 25; without a location it says nothing
@param categories codes of task.category; null for all
@param min_price_cents US cents
@param max_price_cents US cents
@param sort_by relevance, distance (needs a location), price_desc, price_asc, deadline or newest
@param page_size 1 to 50
@param page_cursor next_cursor of the page before, with the same words and filters
@returns the page and the cursor of the next, null at the end
@errors HX501 HX504 HXA01
@source LIF-21$$;

grant execute on function task.search to hx_member;
