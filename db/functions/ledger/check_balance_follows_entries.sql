-- A stored balance is changed by the entries' trigger alone, a reservation by the settlements',
-- the identity of an account never.
create or replace function ledger.check_balance_follows_entries()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if coalesce(new.balance_cents, 0) <> 0 or new.reserved_cents <> 0 then
            perform core.fail('HXA11', 'balance_cents', 'An account is born with a balance of zero.');
        end if;
        return new;
    end if;
    if (new.id, new.kind, new.currency) <> (old.id, old.kind, old.currency)
       or new.owner_id is distinct from old.owner_id
       or ((new.balance_cents, new.reserved_cents)
               is distinct from (old.balance_cents, old.reserved_cents)
           and pg_trigger_depth() < 2)
    then
        perform core.fail('HXA11', 'balance_cents',
            'Balances only follow entries, and reservations settlements.');
    end if;
    return new;
end $$;

create or replace trigger balance_follows_entries before insert or update on ledger.account
    for each row execute function ledger.check_balance_follows_entries();
