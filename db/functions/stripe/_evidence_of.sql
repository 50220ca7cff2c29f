-- What Stripe's object tells of an order of ours: it was made. One whose amount or currency differs is
-- money that nobody ordered so; one that Stripe told to have failed is known. The object's order is locked.
create or replace function stripe._evidence_of(
    told    stripe.event,
    moving  settlement.settlement,
    claim   jsonb
)
    returns text
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if moving.amount_cents::text is distinct from claim ->> 'amount'
       or moving.currency <> upper(coalesce(claim ->> 'currency', ''))
    then
        return 'settlement_contradicted';
    elsif moving.state = 'FAILED' and exists (
        select from stripe.event as v
         where v.object_id = told.object_id and v.state = 'PROCESSED'
           and (v.type = 'transfer.failed' or v.type like 'refund.%'
                and v.payload #>> '{data,object,status}' in ('failed', 'canceled')))
    then
        return 'movement_known';
    end if;
    return case settlement._made(moving.id, told.object_id)
        when 'contradicted' then 'settlement_contradicted' when 'known' then 'movement_known'
        when 'settled_after_all' then 'settled_after_all' else 'settled' end;
end $$;
