-- It was certainly not done: the order FAILED, what it reserved is free, the amount is owed as before. Its
-- row is locked. What the engine itself orders again later needs no person; the rest is a dead letter. The
-- reference of what was made and failed at the provider is kept, so that word of it that comes late is known.
create or replace function settlement._fail(
    settlement_id  uuid,
    error          text,
    is_for_person  boolean,
    reference      text default null
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
begin
    select s.* into strict moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if moving.state = 'LOCKED' then
        update settlement.settlement as s
           set state = 'PENDING', lease_owner = null, lease_ends_at = null
         where s.id = moving.id;
    end if;
    update settlement.settlement as s
       set state = 'FAILED', finished_at = core.now(), last_error = error, lease_owner = null,
           lease_ends_at = null, provider_reference = coalesce(reference, s.provider_reference)
     where s.id = moving.id;
    if is_for_person then
        perform core._bury('settlement', moving.id, moving.attempts, error);
    else
        perform core._exhume('settlement', moving.id, 'failed');
    end if;
end $$;
