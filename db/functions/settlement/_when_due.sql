-- When an order that was not sent yet may be taken: infinity while a hold waits for a person or a
-- transfer's payee has no account that takes it; after the last timer of its holds otherwise.
create or replace function settlement._when_due(settlement_id uuid, earliest timestamptz)
    returns timestamptz
    language sql stable security definer set search_path = ''
as $$
    select case when s.kind = 'transfer' and not exists (
                    select from stripe.connected_account as c
                     where c.account_id = s.payee_id and c.transfers_enabled)
                then 'infinity'
                else greatest(_when_due.earliest, (
                    select max(coalesce(h.lifts_at, 'infinity')) from settlement.hold as h
                     where h.settlement_id = s.id and h.closed_at is null)) end
      from settlement.settlement as s
     where s.id = _when_due.settlement_id
$$;
