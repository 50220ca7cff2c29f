-- Every invariant over what moved since the last time, and no further than every reader may see: for every
-- minute. What moved: what events tell of, who did it, journals, their escrows, accounts and owners, and what
-- hangs on these and has no events: holds, chargebacks, refunds by another hand. Where so much moved that
-- this would take longer, over all there is: a look-up costs what some 300 rows cost.
create or replace function audit.prove_lately(most integer default 2000)
    returns audit.proof_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    horizon constant xid8 := pg_snapshot_xmin(pg_current_snapshot());
    since xid8 := coalesce((select p.horizon from audit.proof_run as p order by p.proved_at desc limit 1), '0');
    began constant timestamptz := clock_timestamp();
    rows constant bigint := (select sum(greatest(c.reltuples, 0)) from pg_class as c
                              where c.relnamespace in ('core'::regnamespace, 'ledger'::regnamespace)
                                and c.relkind = 'r');
    moved uuid[];
    invariant record;
    broken bigint;
    answer audit.proof_view;
begin
    perform core._enter(null, null, 'prove-' || core.new_id(), false);
    perform set_config('plan_cache_mode', 'force_generic_plan', true);
    with told as (
        select v.aggregate_id as id from core.event as v
         where v.transaction_id >= since and v.transaction_id < horizon
        union
        select v.actor_id from core.event as v
         where v.transaction_id >= since and v.transaction_id < horizon
        union
        select unnest(array[j.id, j.source_id, j.escrow_id, a.id, a.owner_id])
          from ledger.journal as j
          join ledger.entry as e on e.journal_id = j.id
          join ledger.account as a on a.id = e.account_id
         where j.transaction_id >= since and j.transaction_id < horizon
    )
    select array_agg(m.id) into moved
      from (select m.id from (
                select t.id from told as t
                union
                select h.id from told as t join escrow.hold as h on h.escrow_id = t.id
                union
                select h.id from told as t join settlement.hold as h on h.settlement_id = t.id
                union
                select c.id from told as t join stripe.chargeback as c on c.escrow_id = t.id
                union
                select r.id from told as t join stripe.outside_refund as r on r.escrow_id = t.id) as m
             where m.id is not null
               -- Sums over a system account are the full proof's.
               and not exists (select from ledger.account as s where s.id = m.id and s.balance_cents is null)
             limit most + 1) as m;
    answer := row(coalesce(cardinality(moved), 0), 0, '{}', null)::audit.proof_view;
    for invariant in
        select c.oid::regclass as view_name, substr(c.relname, 9) as name
          from pg_class as c
         where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v' and c.relname like '\_proves\_%'
         order by c.relname
    loop
        broken := case when answer.subjects > least(most, rows / 300) then core._count(invariant.view_name)
                       else core._count_of(invariant.view_name, coalesce(moved, '{}')) end;
        if broken > 0 then
            answer.violations := answer.violations + broken;
            answer.broken := answer.broken || invariant.name::text;
            perform audit._find('invariant_broken', 'P1', 'invariant', md5(invariant.name)::uuid,
                jsonb_build_object('invariant', invariant.name, 'violations', broken));
        end if;
    end loop;
    insert into audit.proof_run (horizon, subjects, violations)
    values (horizon, answer.subjects, answer.violations);
    delete from audit.proof_run as p where p.proved_at < clock_timestamp() - interval '30 days';
    answer.ms := round(extract(epoch from clock_timestamp() - began) * 1000, 1);
    return answer;
end $$;

comment on function audit.prove_lately is $$Prove every invariant over what moved since the last time; the workers do it every minute, audit.prove()
is over all there is. What is broken is a finding.
@param most how many things at most are looked up one by one; where more moved, it is over all there is
@returns how many things moved, how many rows break an invariant, and which
@errors none
@source STL-08 OBS-26$$;

grant execute on function audit.prove_lately to hx_job;
