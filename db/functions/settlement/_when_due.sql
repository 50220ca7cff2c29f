-- When an order that was not sent yet may be taken: infinity while a hold waits for a person or a
-- transfer's payee can't be paid; after the last timer of its holds otherwise.
create or replace function settlement._when_due(settlement_id uuid, earliest timestamptz)
    returns timestamptz
    language sql stable security definer set search_path = ''
as $$
    select case when s.kind = 'transfer' and not settlement._can_be_paid(s.payee_id)
                then 'infinity'
                else greatest(_when_due.earliest, (
                    select max(coalesce(h.lifts_at, 'infinity')) from settlement.hold as h
                     where h.settlement_id = s.id and h.closed_at is null)) end
      from settlement.settlement as s
     where s.id = _when_due.settlement_id
$$;
