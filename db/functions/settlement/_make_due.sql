-- Set when an order that waits is due, after something that it waits for changed. Its row is locked.
create or replace function settlement._make_due(settlement_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update settlement.settlement as s
       set due_at = settlement._when_due(s.id, core.now())
     where s.id = settlement_id and s.state = 'PENDING' and s.exhausted_at is null;
end $$;
