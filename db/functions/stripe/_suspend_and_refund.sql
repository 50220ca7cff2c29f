-- A late or wrong payment: into suspense, out to refund_due, and ordered back to the payer.
create or replace function stripe._suspend_and_refund(
    told        stripe.event,
    held        escrow.escrow,
    payer_id    uuid,
    paid_cents  bigint
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if paid_cents = 0 then
        return;
    end if;
    perform ledger._post('payment_suspended', told.id, held.id, held.currency, array[
        row('stripe', null, -paid_cents)::ledger.leg,
        row('suspense', null, paid_cents)::ledger.leg]);
    perform ledger._post('suspense_returned', told.id, held.id, held.currency, array[
        row('suspense', null, -paid_cents)::ledger.leg,
        row('refund_due', null, paid_cents)::ledger.leg]);
    perform settlement._order('refund', told.id, 'payer', held.id, payer_id, paid_cents,
        held.currency, told.object_id);
    perform audit._find('payment_not_applied', 'P1', 'stripe.event', told.id,
        jsonb_build_object('escrow_id', held.id, 'paid_cents', paid_cents,
            'amount_cents', held.amount_cents, 'escrow_state', held.state));
end $$;
