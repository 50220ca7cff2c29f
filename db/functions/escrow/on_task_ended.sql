-- Money follows the task's end in the same transaction: released, refunded or voided.
create or replace function escrow.on_task_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held escrow.escrow;
    worker_share bigint;
    journal uuid;
begin
    select e.* into strict held from escrow.escrow as e
     where e.task_id = new.id for no key update;

    if new.state = 'COMPLETED' then
        worker_share := escrow._worker_share(held.amount_cents, held.fee_bps);
        journal := ledger._post('release', held.id, held.id, held.currency, array[
            row('escrow', null, -held.amount_cents)::ledger.leg,
            row('payable', new.worker_id, worker_share)::ledger.leg,
            row('fee', null, held.amount_cents - worker_share)::ledger.leg]);
        update escrow.escrow as e
           set state = 'RELEASED', closing_journal_id = journal, closed_at = core.now(),
               release_cents = held.amount_cents, refund_cents = 0,
               worker_cents = worker_share,
               platform_cents = held.amount_cents - worker_share
         where e.id = held.id;
    elsif held.funded_at is null then
        update escrow.escrow as e
           set state = 'REFUNDED', closed_at = core.now(), release_cents = 0, refund_cents = 0,
               worker_cents = 0, platform_cents = 0
         where e.id = held.id and e.state = 'PENDING';
    else
        journal := ledger._post('refund', held.id, held.id, held.currency, array[
            row('escrow', null, -held.amount_cents)::ledger.leg,
            row('refund_due', null, held.amount_cents)::ledger.leg]);
        update escrow.escrow as e
           set state = 'REFUNDED', closing_journal_id = journal, closed_at = core.now(),
               release_cents = 0, refund_cents = held.amount_cents,
               worker_cents = 0, platform_cents = 0
         where e.id = held.id;
    end if;
    return null;
end $$;

-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_escrow_follows after update of state on task.task
    for each row when (old.state is distinct from new.state
        and new.state in ('COMPLETED', 'CANCELLED', 'EXPIRED'))
    execute function escrow.on_task_ended();
