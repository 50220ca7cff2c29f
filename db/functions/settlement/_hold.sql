-- Keep a settlement that was not sent from being taken: once a kind where a person lifts it, beside
-- others where a timer does. One that a worker has taken, but not sent, it loses.
create or replace function settlement._hold(
    settlement_id  uuid,
    kind           text,
    reason         text,
    lifts_at       timestamptz,
    opened_by      uuid
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    hold_id uuid;
begin
    perform from settlement.settlement as s where s.id = settlement_id for no key update;
    update settlement.settlement as s
       set state = 'PENDING', lease_owner = null, lease_ends_at = null
     where s.id = settlement_id and s.state = 'LOCKED';
    insert into settlement.hold as h (settlement_id, kind, reason, lifts_at, opened_by)
    values (settlement_id, kind, reason, lifts_at, opened_by)
    on conflict do nothing
    returning h.id into hold_id;
    if hold_id is null then
        select h.id into strict hold_id from settlement.hold as h
         where h.settlement_id = settlement_id and h.kind = kind and h.closed_at is null
           and h.lifts_at is null;
        return hold_id;
    end if;
    perform settlement._make_due(settlement_id);
    perform core._happened('settlement', settlement_id, 'held',
        jsonb_build_object('hold_id', hold_id, 'kind', kind));
    return hold_id;
end $$;
