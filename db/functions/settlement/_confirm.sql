-- The provider has it: whatever the order waited in, it goes on to SETTLED, which posts it. Its row is
-- locked. A reference that contradicts the one that is there is refused.
create or replace function settlement._confirm(settlement_id uuid, reference text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
begin
    select s.* into strict moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if moving.state = 'SETTLED' and moving.provider_reference is not distinct from reference then
        return;
    end if;
    if moving.state = 'PENDING' then
        -- The proof came from elsewhere: what was thought unsent was sent. No worker takes it.
        update settlement.settlement as s set state = 'LOCKED' where s.id = moving.id;
        moving.state := 'LOCKED';
    end if;
    if moving.state = 'LOCKED' then
        update settlement.settlement as s set state = 'SUBMITTED' where s.id = moving.id;
        moving.state := 'SUBMITTED';
    end if;
    if moving.state = 'SUBMITTED' then
        update settlement.settlement as s
           set state = 'CONFIRMED', provider_reference = reference, lease_owner = null,
               lease_ends_at = null, exhausted_at = null, last_error = null
         where s.id = moving.id;
    end if;
    update settlement.settlement as s
       set state = 'SETTLED', finished_at = core.now()
     where s.id = moving.id;
    perform core._exhume('settlement', moving.id, 'settled');
end $$;
