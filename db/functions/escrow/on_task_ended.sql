-- Money follows the task's end in the same transaction: released, refunded,
-- divided or voided. What is divided how follows from the dispute or from the assignment that ended.
create or replace function escrow.on_task_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held escrow.escrow;
    parts escrow.parts;
    compensation bigint := 0;
    worker_percent integer := case new.state when 'COMPLETED' then 100 else 0 end;
    ending text;
    journal uuid;
begin
    select e.* into strict held from escrow.escrow as e
     where e.task_id = new.id for no key update;
    if held.held_at is not null then
        perform core.fail('HX202');
    end if;
    if held.funded_at is null then
        update escrow.escrow as e
           set state = 'REFUNDED', closed_at = core.now(), release_cents = 0, refund_cents = 0,
               worker_cents = 0, platform_cents = 0
         where e.id = held.id and e.state = 'PENDING';
        return null;
    end if;
    if old.state = 'DISPUTED' then
        select case d.outcome when 'HUSTLER_WINS' then 100 when 'CLIENT_WINS' then 0
                    else d.worker_percent end into worker_percent
          from dispute.dispute as d where d.task_id = new.id and d.state = 'RESOLVED';
        if not found then
            perform core.fail('HXA03', 'state', 'Disputed work ends by its dispute''s resolution.');
        end if;
    elsif old.state = 'ACCEPTED' and new.state = 'CANCELLED' then
        select a.compensation_cents into compensation from task.assignment as a
         where a.task_id = new.id and a.worker_id = new.worker_id;
    end if;
    -- A compensation goes to the worker whole.
    parts := escrow._divide(held.amount_cents,
        held.amount_cents * worker_percent / 100 + compensation,
        case when compensation > 0 then 0 else held.fee_bps end, held.lost_cents, held.outside_cents);
    ending := case when parts.release_cents = held.amount_cents then 'RELEASED'
        when parts.release_cents = 0 then 'REFUNDED' else 'REFUND_PARTIAL' end;
    journal := ledger._post(
        case ending when 'RELEASED' then 'release' when 'REFUNDED' then 'refund' else 'partial' end,
        held.id, held.id, held.currency,
        array[row('escrow', null, -held.amount_cents)::ledger.leg]
        || case when parts.release_cents > 0 then array[
               row('payable', new.worker_id, parts.worker_cents)::ledger.leg,
               row('fee', null, parts.platform_cents)::ledger.leg] end
        || case when ending <> 'RELEASED' then array[
               row('refund_due', null, parts.refund_cents)::ledger.leg,
               row('chargeback', null, parts.charged_back_cents)::ledger.leg,
               row('suspense', null, parts.returned_cents)::ledger.leg] end);
    update escrow.escrow as e
       set state = ending, closing_journal_id = journal, closed_at = core.now(),
           release_cents = parts.release_cents, refund_cents = parts.refund_cents,
           worker_cents = parts.worker_cents, platform_cents = parts.platform_cents,
           charged_back_cents = parts.charged_back_cents, returned_cents = parts.returned_cents
     where e.id = held.id;
    return null;
end $$;

-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_escrow_follows after update of state on task.task
    for each row when (old.state is distinct from new.state
        and new.state in ('COMPLETED', 'CANCELLED', 'EXPIRED'))
    execute function escrow.on_task_ended();
