-- Deferred: what the ledger holds for an escrow is what its state says. Its trigger: schema/90.
create or replace function escrow.check_agrees_with_ledger()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    now_held escrow.escrow;
    held_cents bigint;
begin
    select e.* into now_held from escrow.escrow as e where e.id = new.id;
    select coalesce(sum(l.amount_cents), 0) into held_cents
      from ledger.entry as l
      join ledger.account as a on a.id = l.account_id
     where l.escrow_id = new.id and a.kind = 'escrow' and a.owner_id is null;
    if held_cents <> (case when now_held.state in ('FUNDED', 'LOCKED_DISPUTE')
        then now_held.amount_cents else 0 end)
    then
        perform core.fail('HX007', 'state',
            format('The ledger holds %s cents for an escrow that is %s.', held_cents, now_held.state));
    end if;
    return null;
end $$;
