-- Set aside (or, negative, give back) part of a person's payable for a movement under way.
create or replace function ledger._reserve(owner_id uuid, currency text, amount_cents bigint)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held ledger.account;
begin
    select a.* into held from ledger.account as a
     where a.kind = 'payable' and a.owner_id = owner_id and a.currency = currency
       for no key update;
    if not found then
        perform core.fail('HXA02', null, 'There is no payable to reserve from.');
    end if;
    if amount_cents > held.balance_cents - held.reserved_cents then
        perform core.fail('HXA19', 'amount_cents', format('%s cents are available, %s are required.',
            held.balance_cents - held.reserved_cents, amount_cents));
    end if;
    update ledger.account as a
       set reserved_cents = a.reserved_cents + amount_cents
     where a.id = held.id;
end $$;
