-- Let a settlement that stands still be taken at once: what was sent is looked up, what was not goes out. One
-- that a person holds waits for a person.
create or replace function settlement._look_again(settlement_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    moving settlement.settlement;
begin
    select s.* into strict moving from settlement.settlement as s
     where s.id = settlement_id for no key update;
    if moving.state = 'PENDING' and settlement._when_due(moving.id, core.now()) > core.now() then
        perform core.fail('HXA03', 'finding_id', 'That settlement is held, or its payee can''t be paid; see to that first.');
    end if;
    update settlement.settlement as s
       set exhausted_at = null, attempts = case when s.exhausted_at is null then s.attempts else 0 end,
           due_at = core.now(), lease_ends_at = null
     where s.id = moving.id and s.finished_at is null;
    perform core._exhume('settlement', moving.id, 'tried again');
end $$;
