-- The settlement that an object of Stripe is of: that which bears its id, or that which it names; of that
-- kind, locked, a refund's escrow before it from the top; null if none.
create or replace function stripe._settlement_of(claim jsonb, kind text)
    returns settlement.settlement
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    named text := claim #>> '{metadata,settlement_id}';
    moving settlement.settlement;
begin
    select s.* into moving from settlement.settlement as s
     where s.provider_reference = claim ->> 'id' and s.kind = kind;
    if not found and named ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
        select s.* into moving from settlement.settlement as s where s.id = named::uuid and s.kind = kind;
    end if;
    if moving.id is null then
        return null;
    end if;
    if kind = 'refund' and moving.escrow_id is not null then
        perform escrow._lock_whole(moving.escrow_id);
    end if;
    select s.* into strict moving from settlement.settlement as s where s.id = moving.id for no key update;
    return moving;
end $$;
