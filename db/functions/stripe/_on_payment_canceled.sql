-- payment_intent.canceled: of the escrow's own intent, unpaid and untaken, it ends the task.
create or replace function stripe._on_payment_canceled(told stripe.event)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow := stripe._escrow_of(told);
    own_id uuid;
begin
    if held.id is null then
        return stripe._finish(told.id, 'IGNORED', 'no_escrow');
    end if;
    select i.id into own_id from stripe.intent as i
     where i.escrow_id = held.id and i.purpose = 'escrow'
       and i.provider_intent_id = told.object_id;
    if own_id is null then
        return stripe._finish(told.id, 'PROCESSED', 'recorded');
    end if;
    update stripe.intent as i
       set state = 'CANCELLED', due_at = null
     where i.id = own_id and i.state in ('PREPARING', 'READY');
    if not found or held.state <> 'PENDING' then
        return stripe._finish(told.id, 'PROCESSED', 'recorded');
    end if;
    update task.task as t
       set state = 'CANCELLED', cancelled_at = core.now()
     where t.id = held.task_id and t.state = 'OPEN';
    return stripe._finish(told.id, 'PROCESSED', 'voided');
end $$;
