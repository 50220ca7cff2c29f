-- The payer contests money that is being refunded, or got it back by another hand: what was not sent yet
-- stays here until that is settled. What a worker has taken, but not sent, he loses. The escrow is locked.
create or replace function stripe._stop_refund(escrow_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    unsent uuid;
begin
    for unsent in
        select s.id from settlement.settlement as s
         where s.escrow_id = escrow_id and s.kind = 'refund' and s.leg = 'poster'
           and s.state in ('PENDING', 'LOCKED')
         order by s.id for no key update
    loop
        perform settlement._fail(unsent, 'stopped', false);
    end loop;
end $$;
