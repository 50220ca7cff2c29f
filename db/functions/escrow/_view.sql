-- One escrow as its parties and staff see it; Stripe's ids stay inside.
create or replace function escrow._view(escrow_id uuid)
    returns escrow.view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(e.id, e.task_id, e.amount_cents, e.currency, e.fee_bps, e.state,
               e.release_cents, e.refund_cents, e.worker_cents, e.platform_cents,
               e.charged_back_cents, e.returned_cents, e.held_at, e.funded_at, e.closed_at,
               e.created_at)::escrow.view
              from escrow.escrow as e where e.id = escrow_id);
end $$;
