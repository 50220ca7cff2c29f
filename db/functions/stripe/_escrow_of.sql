-- The escrow that an event's payment intent names, its task and itself locked; null if none.
create or replace function stripe._escrow_of(told stripe.event)
    returns escrow.escrow
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    named text := told.payload #>> '{data,object,metadata,escrow_id}';
    held escrow.escrow;
begin
    if coalesce(told.payload #>> '{data,object,metadata,purpose}', 'escrow') <> 'escrow'
       or named is null
       or named !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
    then
        return null;
    end if;
    select e.* into held from escrow.escrow as e where e.id = named::uuid;
    if not found then
        return null;
    end if;
    perform task._lock(held.task_id);
    select e.* into held from escrow.escrow as e where e.id = held.id for no key update;
    return held;
end $$;
