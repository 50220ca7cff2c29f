-- What events made stale in the cache since a horizon, no further than what can still commit late.
create or replace function cache.stale_keys(since text default null)
    returns cache.staleness
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    answer cache.staleness;
begin
    answer.horizon := horizon::text;
    select coalesce(array_agg(distinct replace(k.key, '{id}', v.aggregate_id::text)), '{}')
      into answer.keys
      from core.event as v
      join cache.stale_key as k on k.aggregate = v.aggregate
     where v.transaction_id >= since::xid8 and v.transaction_id < horizon;
    return answer;
end $$;

comment on function cache.stale_keys is $$The keys that the cache must forget for what happened since a horizon.
@param since the horizon of the call before; null for none: then no key is told
@returns the horizon to go on from, and the keys; one that ends in * stands for all that begin so
@errors none
@source CAC-05 CAC-06 ELI-10$$;

grant execute on function cache.stale_keys to hx_job;
