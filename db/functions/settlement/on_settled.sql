-- SETTLED posts the movement in the same statement: before the guard, so no state without journal.
create or replace function settlement.on_settled()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if old.state <> 'CONFIRMED' then
        return new;
    end if;
    if new.kind = 'transfer' then
        perform ledger._reserve(new.payee_id, new.currency, -new.amount_cents);
        new.journal_id := ledger._post('transfer', new.id, new.escrow_id, new.currency, array[
            row('payable', new.payee_id, -new.amount_cents)::ledger.leg,
            row('stripe', null, new.amount_cents)::ledger.leg]);
    elsif new.kind = 'refund' then
        new.journal_id := ledger._post('refund_settled', new.id, new.escrow_id, new.currency, array[
            row('refund_due', null, -new.amount_cents)::ledger.leg,
            row('stripe', null, new.amount_cents)::ledger.leg]);
    elsif new.leg <> 'worker' then
        new.journal_id := ledger._post('refund_reversed', new.id, new.escrow_id, new.currency, array[
            row('stripe', null, -new.amount_cents)::ledger.leg,
            row('refund_due', null, new.amount_cents)::ledger.leg]);
    else
        new.journal_id := ledger._post('transfer_reversed', new.id, new.escrow_id, new.currency, array[
            row('stripe', null, -new.amount_cents)::ledger.leg,
            row('payable', new.payee_id, new.amount_cents)::ledger.leg]);
    end if;
    new.finished_at := coalesce(new.finished_at, core.now());
    return new;
end $$;

create or replace trigger settled_is_posted before update of state on settlement.settlement
    for each row when (old.state is distinct from new.state and new.state = 'SETTLED')
    execute function settlement.on_settled();
