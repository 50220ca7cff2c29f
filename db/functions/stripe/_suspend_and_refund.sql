-- A late or wrong payment: into suspense, out to refund_due, and ordered back to the payer.
create or replace function stripe._suspend_and_refund(
    told        stripe.event,
    escrow_id   uuid,
    payer_id    uuid,
    paid_cents  bigint,
    currency    text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform ledger._post('payment_suspended', told.id, escrow_id, currency, array[
        row('stripe', null, -paid_cents)::ledger.leg,
        row('suspense', null, paid_cents)::ledger.leg]);
    perform ledger._post('suspense_returned', told.id, escrow_id, currency, array[
        row('suspense', null, -paid_cents)::ledger.leg,
        row('refund_due', null, paid_cents)::ledger.leg]);
    perform settlement._order('refund', told.id, 'payer', escrow_id, payer_id, paid_cents,
        currency, told.object_id);
end $$;
