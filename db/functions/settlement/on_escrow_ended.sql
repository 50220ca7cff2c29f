-- A released escrow orders the worker's transfer, a refunded one the poster's refund.
create or replace function settlement.on_escrow_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    work task.task;
    charge text;
begin
    if new.funded_at is null then
        return null;
    end if;
    select t.* into strict work from task.task as t where t.id = new.task_id;
    select i.provider_intent_id into charge from stripe.intent as i
     where i.escrow_id = new.id and i.purpose = 'escrow' and i.state = 'SUCCEEDED';
    if new.worker_cents > 0 then
        perform settlement._order('transfer', new.id, 'worker', new.id, work.worker_id,
            new.worker_cents, new.currency, charge);
    end if;
    if new.refund_cents > 0 then
        perform settlement._order('refund', new.id, 'poster', new.id, work.poster_id,
            new.refund_cents, new.currency, charge);
    end if;
    return null;
end $$;

create or replace trigger zzz_settlement_ordered after update of state on escrow.escrow
    for each row when (old.state is distinct from new.state
        and new.state in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL'))
    execute function settlement.on_escrow_ended();
