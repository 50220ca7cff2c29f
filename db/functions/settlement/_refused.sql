-- The provider refused a sent settlement. A refund that it refused for a chargeback is stopped and follows
-- from the chargeback's end; a transfer refused for the account's sake is ordered anew when the account is
-- open again, later each time, and for a person when that helped no more; the rest is for a person at once.
create or replace function settlement._refused(moving settlement.settlement, error text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if moving.kind = 'refund' and moving.leg = 'poster' and error = 'charge_disputed' then
        perform settlement._fail(moving.id, 'stopped', not exists (
            select from stripe.chargeback as c
             where c.escrow_id = moving.escrow_id and c.outcome is null));
    elsif moving.kind = 'transfer' and settlement._awaits_account(error) then
        perform settlement._fail(moving.id, error, false);
        if settlement._reorder_delay(moving) is null then
            perform core._bury('settlement', moving.id, moving.attempts, error);
        end if;
        perform stripe._ask_again(moving.payee_id, true);
    else
        perform settlement._fail(moving.id, error, true);
    end if;
end $$;
