-- Hand chargebacks whose evidence is due to a worker under a lease. Stripe takes it once: so it waits, at most
-- five days, while work is under way and nothing was handed in; one that was decided needs none.
create or replace function stripe.take_evidence(worker text, batch integer default 10)
    returns setof stripe.evidence_job
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    allowed integer;
begin
    perform core._enter(null, null, 'evidence-' || core.new_id(), false);
    update stripe.evidence as v
       set due_at = case when b.outcome is null then core.now() + interval '6 hours' end,
           updated_at = core.now()
      from stripe.chargeback as b
      join escrow.escrow as e on e.id = b.escrow_id
     where b.id = v.chargeback_id and v.due_at <= core.now()
       and (b.outcome is not null
            or (e.closed_at is null and v.created_at > core.now() - interval '5 days'
                and not exists (select from proof.proof as p
                                 where p.task_id = e.task_id and p.submitted_at is not null)));
    if not exists (select from stripe.evidence as v where v.due_at <= core.now()
                      and (v.lease_ends_at is null or v.lease_ends_at <= clock_timestamp()))
    then
        return;
    end if;
    allowed := core._circuit_allows('stripe', batch);
    return query
        with due as materialized (
            select v.id from stripe.evidence as v
             where v.due_at <= core.now()
               and (v.lease_ends_at is null or v.lease_ends_at <= clock_timestamp())
             order by v.due_at
             limit allowed for no key update skip locked
        )
        update stripe.evidence as v
           set fence = v.fence + 1, attempts = v.attempts + 1, lease_owner = worker,
               lease_ends_at = clock_timestamp() + interval '1 minute', updated_at = core.now()
          from due
         where v.id = due.id
        returning v.id, v.fence, 'evidence-' || v.id,
            (select b.provider_dispute_id from stripe.chargeback as b where b.id = v.chargeback_id),
            stripe._evidence_for(v.chargeback_id)::text;
end $$;

comment on function stripe.take_evidence is $$Hand evidence that is due for chargebacks to a worker under a lease.
@param worker the worker's name
@param batch how many at most
@returns the dispute at Stripe and the evidence in its fields, as JSON text
@errors none$$;

grant execute on function stripe.take_evidence to hx_job;
