-- What was SETTLED came back, wholly or in part, as an event of Stripe told: a settlement of its own, with
-- its own journal, SETTLED at once; the amount is owed again and nothing is ordered by itself. Reversals
-- of ours that were not sent and for which nothing is left FAILED.
create or replace function settlement._contradict(
    settled_id    uuid,
    fact_id       uuid,
    amount_cents  bigint,
    reference     text,
    error         text
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    settled settlement.settlement;
    reversal_id uuid;
    unsent uuid;
begin
    select s.* into strict settled from settlement.settlement as s
     where s.id = settled_id for no key update;
    if amount_cents > settled.amount_cents - (
        select coalesce(sum(s.amount_cents), 0) from settlement.settlement as s
         where s.replaces_id = settled.id and s.kind = 'reversal' and s.state <> 'FAILED')
    then
        for unsent in
            select s.id from settlement.settlement as s
             where s.replaces_id = settled.id and s.kind = 'reversal' and s.state in ('PENDING', 'LOCKED')
             order by s.id for no key update
        loop
            perform settlement._fail(unsent, 'reversed_outside', true);
        end loop;
    end if;
    reversal_id := settlement._order('reversal', fact_id, settled.leg, settled.escrow_id,
        settled.payee_id, amount_cents, settled.currency, settled.charge, settled.id);
    perform settlement._confirm(reversal_id, reference);
    perform core._bury('settlement', reversal_id, 0, error);
    return reversal_id;
end $$;
