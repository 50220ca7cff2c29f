-- Shapes of the cache's procedures.
do $$
begin
    if to_regtype('cache.recollection') is null then
        create type cache.recollection as (reply core.reply, stamp text, subjects uuid[]);
        create type cache.staleness as (horizon text, keys text[]);
    end if;
end $$;
comment on type cache.recollection is
    'The answer of cache.recall: status 304 where the copy is still right; else the reply, and by what a
copy of it is known to be right: its stamp and the ids of what it shows. A null stamp: keep no copy';
comment on type cache.staleness is 'Keys that events made stale, and until where events were read';
