-- What Stripe's object tells of an order of ours: it was done. One whose amount or currency differs, or that
-- comes after the order FAILED, is money that nobody ordered so: it stays for a person.
create or replace function stripe._evidence_of(
    told    stripe.event,
    moving  settlement.settlement,
    claim   jsonb
)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    live settlement.settlement;
begin
    if moving.amount_cents::text is distinct from claim ->> 'amount'
       or moving.currency <> upper(coalesce(claim ->> 'currency', ''))
    then
        return stripe._finish(told.id, 'PROCESSED', 'settlement_contradicted');
    elsif moving.state = 'FAILED' then
        -- It was done after all: the one that replaces it must not be sent, and takes its place.
        select s.* into live from settlement.settlement as s
         where (s.kind, s.source_id, s.leg) = (moving.kind, moving.source_id, moving.leg)
           and s.state <> 'FAILED' for no key update;
        if live.id is null then
            live.id := settlement._order(moving.kind, moving.source_id, moving.leg, moving.escrow_id,
                moving.payee_id, moving.amount_cents, moving.currency, moving.charge, moving.id);
        elsif live.state <> 'PENDING' or live.submitted_at is not null then
            return stripe._finish(told.id, 'PROCESSED', case
                when live.provider_reference is not distinct from told.object_id then 'settled'
                else 'settlement_contradicted' end);
        end if;
        perform settlement._confirm(live.id, told.object_id);
        return stripe._finish(told.id, 'PROCESSED', 'settled_after_all');
    elsif moving.state = 'SETTLED' and moving.provider_reference is distinct from told.object_id then
        return stripe._finish(told.id, 'PROCESSED', 'settlement_contradicted');
    end if;
    perform settlement._confirm(moving.id, told.object_id);
    return stripe._finish(told.id, 'PROCESSED', 'settled');
end $$;
