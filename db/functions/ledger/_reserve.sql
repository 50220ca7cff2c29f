-- Set aside (or, negative, give back) part of a person's payable for a movement under way.
create or replace function ledger._reserve(owner_id uuid, currency text, amount_cents bigint)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update ledger.account as a
       set reserved_cents = a.reserved_cents + amount_cents
     where a.kind = 'payable' and a.owner_id = owner_id and a.currency = currency;
    if not found then
        perform core.fail('HXA02', null, 'There is no payable to reserve from.');
    end if;
end $$;
