-- What was SETTLED came back, wholly or in part, as an event of Stripe told: a settlement of its own, with its own journal, SETTLED at
-- once by what the provider told; the amount is owed again and nothing is ordered by itself.
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
begin
    select s.* into strict settled from settlement.settlement as s
     where s.id = settled_id for no key update;
    reversal_id := settlement._order('reversal', fact_id, settled.leg, settled.escrow_id,
        settled.payee_id, amount_cents, settled.currency, settled.charge, settled.id);
    perform settlement._confirm(reversal_id, reference);
    perform core._bury('settlement', reversal_id, 0, error);
    return reversal_id;
end $$;
