-- The payer contests money that is being refunded, or got it back by another hand: what was not sent yet
-- stays here until that is settled.
create or replace function stripe._stop_refund(escrow_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update settlement.settlement as s
       set state = 'FAILED', finished_at = core.now(), last_error = 'stopped'
     where s.escrow_id = escrow_id and s.kind = 'refund' and s.leg = 'poster' and s.state = 'PENDING';
end $$;
