-- What a worker is about to send becomes SUBMITTED, its key and attempt written before the call. What was
-- taken by another since, held or frozen, is not among those that it answers: a freeze wins from its commit.
-- Locks settlements by id, then the freezes, which it shares until its commit.
create or replace function settlement.submit(settlement_ids uuid[], fences bigint[])
    returns setof uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    mine uuid[];
    frozen text[];
begin
    perform core._enter(null, null, 'submit-' || core.new_id(), false);
    select array_agg(m.id) into mine
      from (select s.id from settlement.settlement as s
              join unnest(settlement_ids, fences) as w (id, fence) on w.id = s.id and w.fence = s.fence
             where s.state = 'LOCKED'
             order by s.id for no key update of s) as m;
    if mine is null then
        return;
    end if;
    select coalesce(array_agg(f.scope) filter (where f.frozen_at is not null), '{}') into frozen
      from (select h.scope, h.frozen_at from core.freeze as h order by h.scope for share) as f;
    update settlement.settlement as s
       set state = 'PENDING', lease_owner = null, lease_ends_at = null
     where s.id = any (mine) and settlement._scope(s.kind) = any (frozen);
    return query
        with sent as (
            update settlement.settlement as s
               set state = 'SUBMITTED',
                   attempts = s.attempts + case when s.submitted_at is null then 1 else 0 end
             where s.id = any (mine) and settlement._scope(s.kind) <> all (frozen)
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
@returns which of them it may send now; the others were frozen, held, or taken by another
@errors none
@source STL-16 ADM-09$$;

grant execute on function settlement.submit to hx_job;
