-- What a worker is about to send becomes SUBMITTED, its key and attempt written before the call. What was
-- taken by another since, or frozen, is not among those that it answers: a freeze wins from its commit.
create or replace function settlement.submit(settlement_ids uuid[], fences bigint[])
    returns setof uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    frozen text[];
    dropped uuid[];
begin
    perform core._enter(null, null, 'submit-' || core.new_id(), false);
    -- Held shared until the commit, so that a freeze waits for it, and this waits for a freeze.
    perform from core.freeze as f order by f.scope for share;
    select coalesce(array_agg(f.scope), '{}') into frozen from core.freeze as f
     where f.frozen_at is not null;
    with mine as materialized (
        select s.id, s.kind from settlement.settlement as s
          join unnest(settlement_ids, fences) as w (id, fence) on w.id = s.id and w.fence = s.fence
         where s.state = 'LOCKED'
         order by s.id for no key update of s
    ), back as (
        update settlement.settlement as s
           set state = 'PENDING', lease_owner = null, lease_ends_at = null
          from mine as m
         where s.id = m.id and settlement._scope(m.kind) = any (frozen)
        returning s.id
    )
    select array_agg(b.id) into dropped from back as b;
    return query
        with sent as (
            update settlement.settlement as s
               set state = 'SUBMITTED',
                   attempts = s.attempts + case when s.submitted_at is null then 1 else 0 end
              from unnest(settlement_ids, fences) as w (id, fence)
             where s.id = w.id and s.fence = w.fence and s.state = 'LOCKED'
               and settlement._scope(s.kind) <> all (frozen)
            returning s.id, s.fence, s.lease_owner
        ), noted as (
            insert into settlement.attempt (settlement_id, fence, worker, action)
            select t.id, t.fence, coalesce(t.lease_owner, 'unknown'), 'send' from sent as t
        )
        select t.id from sent as t;
end $$;

comment on function settlement.submit is $$Mark what a worker is about to send as SUBMITTED, before the call.
@param settlement_ids those that it took to send
@param fences the fence of each, as it was taken
@returns which of them it may send now; the others were frozen, or taken by another
@errors none
@source STL-16 ADM-09$$;

grant execute on function settlement.submit to hx_job;
