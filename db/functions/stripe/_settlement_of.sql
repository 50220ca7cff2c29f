-- The settlement that an object of Stripe names, of that kind, locked; null if none.
create or replace function stripe._settlement_of(claim jsonb, kind text)
    returns settlement.settlement
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    named text := claim #>> '{metadata,settlement_id}';
    moving settlement.settlement;
begin
    if named is null or named !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
        return null;
    end if;
    select s.* into moving from settlement.settlement as s
     where s.id = named::uuid and s.kind = kind for no key update;
    return moving;
end $$;
