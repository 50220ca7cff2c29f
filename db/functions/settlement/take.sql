-- Hand due settlements to a worker: what was not sent is LOCKED under a lease and a new fence, what was
-- sent and never answered is to be looked up. What was only locked falls back when its lease is over, and is
-- taken anew. What may have been sent before a restore is looked up first, frozen or not. Freezes, holds,
-- payout accounts and the circuit of Stripe decide how many.
create or replace function settlement.take(worker text, batch integer default 50)
    returns setof settlement.job
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    lease constant interval := coalesce((select s.value::interval from core.setting as s
                                          where s.name = 'settlement_lease'), interval '5 minutes');
    frozen text[];
    due uuid[];
    has_lapsed boolean;
    is_late boolean;
    taken uuid[];
begin
    perform core._enter(null, null, 'take-' || core.new_id(), false);
    select coalesce(array_agg(f.scope), '{}') into frozen from core.freeze as f
     where f.frozen_at is not null;
    if not exists (select from settlement.settlement as s
                    where s.finished_at is null and s.due_at <= core.now() and s.exhausted_at is null
                      and s.state in ('PENDING', 'LOCKED', 'SUBMITTED')
                      and (s.lease_ends_at is null or s.lease_ends_at <= clock_timestamp())
                      and (s.state <> 'PENDING' or s.look_up_first
                           or settlement._scope(s.kind) <> all (frozen)))
    then
        return;
    end if;
    batch := core._circuit_allows('stripe', batch);
    if batch = 0 then
        return;
    end if;
    select array_agg(d.id), bool_or(d.state = 'LOCKED'),
           bool_or(d.state <> 'SUBMITTED' and (d.look_up_first
               or d.submitted_at <= core.now() - settlement._key_window()))
      into due, has_lapsed, is_late
      from (select s.id, s.state, s.submitted_at, s.look_up_first from settlement.settlement as s
             where s.finished_at is null and s.due_at <= core.now() and s.exhausted_at is null
               and s.state in ('PENDING', 'LOCKED', 'SUBMITTED')
               and (s.lease_ends_at is null or s.lease_ends_at <= clock_timestamp())
               and (s.state <> 'PENDING' or s.look_up_first
                           or settlement._scope(s.kind) <> all (frozen))
             order by s.due_at
             limit batch for no key update skip locked) as d;
    if has_lapsed then
        -- Nothing is sent of what was only locked, so it may be taken by another.
        update settlement.settlement as s
           set state = 'PENDING', lease_owner = null, lease_ends_at = null
         where s.id = any (due) and s.state = 'LOCKED';
    end if;
    -- A payout account that was closed since, or a suspension, keeps its transfers waiting.
    update settlement.settlement as s
       set due_at = 'infinity'
     where s.id = any (due) and s.state = 'PENDING' and s.kind = 'transfer'
       and not settlement._can_be_paid(s.payee_id);
    if is_late then
        -- It was sent and not found, and the key protects it no more, or it may have been sent before a
        -- restore: it is looked up, not sent.
        update settlement.settlement as s set state = 'LOCKED'
         where s.id = any (due) and s.state = 'PENDING' and s.due_at <= core.now()
           and (s.look_up_first or s.submitted_at <= core.now() - settlement._key_window());
        update settlement.settlement as s set state = 'SUBMITTED'
         where s.id = any (due) and s.state = 'LOCKED';
    end if;
    with moved as (
        update settlement.settlement as s
           set state = case when s.state = 'PENDING' then 'LOCKED' else s.state end,
               fence = s.fence + 1, lease_owner = worker,
               lease_ends_at = clock_timestamp() + lease,
               attempts = s.attempts + case when s.state = 'SUBMITTED' then 1 else 0 end,
               destination = coalesce(s.destination, case when s.kind = 'transfer' and s.state <> 'SUBMITTED' then (
                   select c.provider_account_id from stripe.connected_account as c
                    where c.account_id = s.payee_id) end)
         where s.id = any (due) and s.due_at <= core.now()
           and (s.state = 'SUBMITTED' or settlement._scope(s.kind) <> all (frozen))
        returning s.id, s.state, s.fence
    ), looked_up as (
        insert into settlement.attempt (settlement_id, fence, worker, action)
        select m.id, m.fence, worker, 'look_up' from moved as m where m.state = 'SUBMITTED'
    )
    select array_agg(m.id) into taken from moved as m;

    return query
        select s.id, s.fence, case s.state when 'LOCKED' then 'send' else 'look_up' end, s.kind,
               s.provider_key, s.amount_cents, s.currency::text, s.destination, s.charge,
               i.provider_charge_id, r.provider_reference, r.kind,
               coalesce(s.escrow_id, s.source_id)::text, s.attempts
          from settlement.settlement as s
          left join settlement.settlement as r on r.id = s.replaces_id and s.kind = 'reversal'
          left join stripe.intent as i on i.provider_intent_id = s.charge
         where s.id = any (taken)
         order by s.due_at, s.id;
end $$;

comment on function settlement.take is $$Hand due settlements to a worker under a lease: to send (they are LOCKED), or to look up (they were
sent and their fate is unknown). None while the circuit is open or their kind is frozen.
@param worker the worker's name
@param batch how many at most
@returns what to send or to look up, with the fence that its report must bear
@errors none
@source STL-01 QUE-14 IDM-12$$;

grant execute on function settlement.take to hx_job;
