-- The provider made what an order wanted, under that reference, as an event or a late answer tells: which
-- is settled so. One that comes after its order FAILED takes the place of what was ordered instead, which
-- must not be sent any more, or of nothing. What fits in nowhere left twice: a contradiction.
create or replace function settlement._made(settlement_id uuid, reference text)
    returns text
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
    live settlement.settlement;
begin
    select s.* into strict moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if moving.provider_reference = reference then
        return case moving.state when 'FAILED' then 'known' else 'settled' end; -- it failed since
    elsif moving.state in ('CONFIRMED', 'SETTLED') then
        return 'contradicted';
    elsif moving.state <> 'FAILED' then
        perform settlement._confirm(moving.id, reference);
        return 'settled';
    end if;
    select s.* into live from settlement.settlement as s
     where (s.kind, s.source_id, s.leg) = (moving.kind, moving.source_id, moving.leg)
       and s.state <> 'FAILED' for no key update;
    if live.provider_reference = reference then
        return 'settled';
    elsif live.id is null then
        begin
            live.id := settlement._order(moving.kind, moving.source_id, moving.leg, moving.escrow_id,
                moving.payee_id, moving.amount_cents, moving.currency, moving.charge, moving.id);
        exception when sqlstate 'HXA18' or check_violation then
            return 'contradicted'; -- it is not owed any more
        end;
    elsif live.state not in ('PENDING', 'LOCKED') then
        return 'contradicted';
    end if;
    perform settlement._confirm(live.id, reference);
    return 'settled_after_all';
end $$;
