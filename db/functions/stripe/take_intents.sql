-- Hand payment intents that are to be made, or cancelled, to a worker under a lease. One that was never
-- sent is cancelled without a call; one whose creation has no answer is made first, by the same key, for
-- its id. While funding is frozen none is made.
create or replace function stripe.take_intents(worker text, batch integer default 50)
    returns setof stripe.intent_job
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    is_frozen boolean;
    allowed integer;
begin
    perform core._enter(null, null, 'intents-' || core.new_id(), false);
    if not exists (select from stripe.intent as i where i.due_at <= core.now()) then
        return;
    end if;
    is_frozen := core._is_frozen('FUNDING', true);
    update stripe.intent as i
       set state = 'CANCELLED', due_at = null
     where i.id in (select n.id from stripe.intent as n
                     where n.due_at <= core.now() and n.state = 'PREPARING' and n.attempts = 0
                       and n.cancel_requested_at is not null
                     limit batch for no key update skip locked);
    if not exists (select from stripe.intent as i
                    where i.due_at <= core.now()
                      and (i.lease_ends_at is null or i.lease_ends_at <= clock_timestamp())
                      and (i.state = 'READY' or not is_frozen))
    then
        return;
    end if;
    allowed := core._circuit_allows('stripe', batch);
    return query
        with due as materialized (
            select i.id from stripe.intent as i
             where i.due_at <= core.now() and i.state in ('PREPARING', 'READY')
               and (i.lease_ends_at is null or i.lease_ends_at <= clock_timestamp())
               and (i.state = 'READY' or not is_frozen)
             order by i.due_at
             limit allowed for no key update skip locked
        )
        update stripe.intent as i
           set fence = i.fence + 1, attempts = i.attempts + 1, lease_owner = worker,
               lease_ends_at = clock_timestamp() + interval '1 minute'
          from due
         where i.id = due.id
        returning i.id, i.fence, case i.state when 'PREPARING' then 'create' else 'cancel' end,
            'intent-' || i.id, i.amount_cents::bigint, i.currency::text, i.provider_intent_id, i.purpose, i.escrow_id,
            (select e.task_id from escrow.escrow as e where e.id = i.escrow_id),
            coalesce(i.payer_id, (select t.poster_id from escrow.escrow as e
                join task.task as t on t.id = e.task_id where e.id = i.escrow_id));
end $$;

comment on function stripe.take_intents is $$Hand payment intents to a worker under a lease: to be made, or to be cancelled.
@param worker the worker's name
@param batch how many at most
@returns what to do, with the fence that its report must bear
@errors none
@source ESC-02 STR-03 QUE-04$$;

grant execute on function stripe.take_intents to hx_job;
