-- The payment arrived: post it and fund the escrow. Only Stripe's processed event leads here.
create or replace function escrow._fund(escrow_id uuid, event_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow;
    journal uuid;
begin
    select e.* into strict held from escrow.escrow as e where e.id = escrow_id;
    journal := ledger._post('fund', held.id, held.id, held.currency, array[
        row('stripe', null, -held.amount_cents)::ledger.leg,
        row('escrow', null, held.amount_cents)::ledger.leg]);
    update escrow.escrow as e
       set state = 'FUNDED', funding_journal_id = journal, funding_event_id = event_id,
           funded_at = core.now()
     where e.id = held.id;
end $$;
