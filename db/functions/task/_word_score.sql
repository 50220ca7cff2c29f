-- How well words are found in work: in the title, the description, where it is, or its kind; a title
-- counts as far as it resembles them where they are misspelt. What only the whole holds together, or
-- hardly resembles, counts the least. @source domain.md §10.7
create or replace function task._word_score(search tsvector, query tsquery, spelt text[], title text)
    returns double precision
    language sql immutable
as $$
    select greatest(0.10,
        0.50 * case when pg_catalog.ts_filter(search, '{a}') @@ query then 1
                    when task._resemblance(spelt, title) >= 0.42
                    then task._resemblance(spelt, title) else 0 end
        + 0.24 * (pg_catalog.ts_filter(search, '{b}') @@ query)::integer
        + 0.09 * (pg_catalog.ts_filter(search, '{c}') @@ query)::integer
        + 0.02 * (pg_catalog.ts_filter(search, '{d}') @@ query)::integer)
$$;
