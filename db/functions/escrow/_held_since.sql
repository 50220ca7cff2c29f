-- How long holds stood on a task's money since a moment, overlaps counted once. Who waited for the
-- lock may have begun before the hold that he finds: none of it has stood then.
create or replace function escrow._held_since(task_id uuid, since timestamptz)
    returns interval
    language sql stable security definer set search_path = ''
as $$
    select coalesce(sum(upper(r.stood) - lower(r.stood)), interval '0')
      from (select unnest(range_agg(tstzrange(
                   greatest(h.opened_at, _held_since.since),
                   greatest(coalesce(h.closed_at, core.now()), h.opened_at, _held_since.since))))
                   as stood
              from escrow.hold as h join escrow.escrow as e on e.id = h.escrow_id
             where e.task_id = _held_since.task_id) as r
$$;
