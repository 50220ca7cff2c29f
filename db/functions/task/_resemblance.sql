-- How far a title holds words that are like each of these: as far as it holds the least like one.
create or replace function task._resemblance(words text[], title text)
    returns double precision
    language sql immutable
as $$
    select min(ext.word_similarity(w.word, _resemblance.title)) from unnest(_resemblance.words) as w (word)
$$;
