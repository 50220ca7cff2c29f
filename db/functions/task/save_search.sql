-- Keep a search under a name; the same name again replaces it.
create or replace function task.save_search(
    name             task.search_name,
    query            task.search_words default null,
    categories       text[] default null,
    min_price_cents  core.cents default null,
    max_price_cents  core.cents default null,
    radius_miles     task.radius_miles default null,
    sort_by          task.feed_sort default 'relevance'
)
    returns task.search_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    owner account.user := account._acting(true);
    kept uuid;
begin
    if name is null then
        perform core.fail('HXA01', 'name', 'A name of 1 to 100 characters is required.');
    end if;
    if exists (select from unnest(categories) as w (code)
                where not exists (select from task.category as c where c.code = w.code))
    then
        perform core.fail('HXA01', 'categories', 'There is no such category.');
    end if;
    insert into task.saved_search as s (account_id, name, query, categories, min_price_cents,
        max_price_cents, radius_miles, sort_by)
    values (owner.id, btrim(name), btrim(query), nullif(categories, '{}'), min_price_cents,
        max_price_cents, radius_miles, coalesce(sort_by, 'relevance'))
    on conflict on constraint saved_search_name_once do update
       set query = excluded.query, categories = excluded.categories,
           min_price_cents = excluded.min_price_cents, max_price_cents = excluded.max_price_cents,
           radius_miles = excluded.radius_miles, sort_by = excluded.sort_by
    returning s.id into kept;
    return task._search_view(kept);
end $$;

comment on function task.save_search is $$Keep a search, at most 20 a person; under a name that is there it replaces that one.
@param name 1 to 100 characters
@param query 1 to 200 characters; null for all work
@param categories codes of task.category; null for all
@param min_price_cents US cents
@param max_price_cents US cents
@param radius_miles 1 to 100
@param sort_by as in task.search
@returns the search as it is kept
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source domain.md §10.7$$;

grant execute on function task.save_search to hx_member;
