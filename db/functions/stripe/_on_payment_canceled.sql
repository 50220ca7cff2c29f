-- payment_intent.canceled: of the escrow's own intent, unpaid and untaken, it ends the task.
create or replace function stripe._on_payment_canceled(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow := stripe._escrow_of(told);
    own_id uuid;
    debt stripe.intent;
begin
    if told.payload #>> '{data,object,metadata,purpose}' = 'debt' then
        debt := stripe._debt_intent_of(told);
        update stripe.intent as i
           set state = 'CANCELLED', provider_intent_id = told.object_id, due_at = null
         where i.id = debt.id and coalesce(debt.provider_intent_id, told.object_id) = told.object_id
           and i.state in ('PREPARING', 'READY');
        return stripe._finish(told.id, 'PROCESSED', 'recorded');
    elsif held.id is null then
        return stripe._park(told);
    end if;
    -- The event may overtake the answer that makes its id known: an intent without one is meant too.
    select i.id into own_id from stripe.intent as i
     where i.escrow_id = held.id and i.purpose = 'escrow'
       and (i.provider_intent_id = told.object_id
            or (i.provider_intent_id is null and i.state = 'PREPARING'))
     order by i.provider_intent_id nulls last
     limit 1;
    if own_id is null then
        return stripe._finish(told.id, 'PROCESSED', 'recorded');
    end if;
    update stripe.intent as i
       set state = 'CANCELLED', provider_intent_id = told.object_id, due_at = null
     where i.id = own_id and i.state in ('PREPARING', 'READY');
    if not found or held.state <> 'PENDING' then
        return stripe._finish(told.id, 'PROCESSED', 'recorded');
    end if;
    update task.task as t
       set state = 'CANCELLED', cancelled_at = core.now()
     where t.id = held.task_id and t.state = 'OPEN';
    return stripe._finish(told.id, 'PROCESSED', 'voided');
end $$;
