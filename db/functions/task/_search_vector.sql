-- What is found by words: the title first, then the description, where it is, and its kind. Inlined.
create or replace function task._search_vector(title text, description text, zone text, category text)
    returns tsvector
    language sql immutable
as $$
    select pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', title), 'A')
        || pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', description), 'B')
        || pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', coalesce(zone, '')), 'C')
        || pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', category), 'D')
$$;
