-- What the caller looks for and what he may take, checked; without a capability his state is null and
-- nothing is found. The page of a cursor stands in it, which must be of the same wish.
create or replace function task._wish(
    mode             text,
    latitude         double precision,
    longitude        double precision,
    radius_miles     integer,
    categories       text[],
    min_price_cents  bigint,
    max_price_cents  bigint,
    sort_by          text,
    words            text,
    page_cursor      text
)
    returns task.wish
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer task.wish;
    unknown text;
begin
    answer.viewer := core._viewer();
    if (latitude is null) <> (longitude is null) then
        perform core.fail('HXA01', case when latitude is null then 'latitude' else 'longitude' end,
            'A location has both.');
    end if;
    if latitude is null and (mode = 'nearby' or sort_by = 'distance') then
        perform core.fail('HXA01', 'latitude', 'That needs a location.');
    end if;
    if mode = 'nearby' and radius_miles > 50 then
        perform core.fail('HXA01', 'radius_miles', 'Nearby is at most 50 miles.', '50');
    end if;
    if min_price_cents > max_price_cents then
        perform core.fail('HXA01', 'min_price_cents', 'It is above max_price_cents.');
    end if;
    unknown := (select w.code from unnest(categories) as w (code)
                 where not exists (select from task.category as c where c.code = w.code) limit 1);
    if unknown is not null or array_position(categories, null) is not null
       or cardinality(categories) > 50
    then
        perform core.fail('HXA01', 'categories', 'There is no such category.');
    end if;

    answer.now_at := core.now();
    answer.as_of := answer.now_at;
    answer.sort_by := coalesce(sort_by, 'relevance');
    answer.min_price_cents := min_price_cents;
    answer.max_price_cents := max_price_cents;
    answer.is_urgent := mode is not distinct from 'urgent';
    if latitude is not null then
        answer.metres := coalesce(radius_miles, case mode when 'nearby' then 10 else 25 end) * 1609.344;
        answer.origin := ext.st_setsrid(ext.st_makepoint(longitude, latitude), 4326)::ext.geography;
        answer.area := ext._st_expand(answer.origin, answer.metres);
        if answer.sort_by not in ('relevance', 'distance') and answer.metres <= 5 * 1609.344 then
            answer.cells := array(
                select c.code from task.cell as c
                 where c.point operator(ext.&&) answer.area
                   and c.point operator(ext.<->) answer.origin <= answer.metres);
        end if;
    end if;
    if words is not null then
        answer.words := btrim(words);
        -- Plain words may be misspelt; how far a title may resemble them, for the operator that has
        -- an index.
        if words !~* '["-]|\mor\M' then
            answer.spelt := regexp_split_to_array(answer.words, '\s+');
            answer.longest := (select s.word from unnest(answer.spelt) as s (word)
                                order by length(s.word) desc limit 1);
            perform set_config('pg_trgm.word_similarity_threshold', '0.42', true);
        end if;
        answer.query := pg_catalog.websearch_to_tsquery('pg_catalog.english', words);
    end if;
    select c.location_state, c.tier, c.trades, array(
               select d.id from task.demand as d
                where (cardinality(categories) > 0 and d.category = any (categories)
                       or coalesce(cardinality(categories), 0) = 0)
                  and eligibility._meets(c.location_state, c.tier, c.clearances, c.trades,
                          c.is_insured, c.background_checked, d.location_state, d.required_trade,
                          d.required_tier, d.risk_level, d.insurance_required,
                          d.background_required))
      into answer.location_state, answer.tier, answer.trades, answer.demands
      from eligibility._capability(answer.viewer) as c;
    answer.fingerprint := md5(jsonb_build_array(answer.viewer, mode, latitude, longitude, answer.metres,
        nullif(categories, '{}'), min_price_cents, max_price_cents, answer.sort_by, answer.words)::text);
    return task._after(answer, page_cursor);
end $$;
