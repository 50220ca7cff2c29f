-- A stored balance is what it was before this transaction plus the entries of this transaction; a
-- reservation is changed by the settlements' triggers alone, the identity of an account never.
create or replace function ledger.check_balance_follows_entries()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if coalesce(new.balance_cents, 0) <> 0 or new.reserved_cents <> 0 then
            perform core.fail('HXA11', 'balance_cents', 'An account is born with a balance of zero.');
        end if;
        if not exists (select from ledger.chart as c
                        where c.kind = new.kind and c.is_stored = (new.owner_id is not null))
        then
            perform core.fail('HXA18', 'owner_id',
                'Accounts of persons have an owner, those of the system none.');
        end if;
        new.opening_cents := new.balance_cents;
        new.transaction_id := pg_current_xact_id();
        return new;
    end if;
    if new.kind = 'payable' and new.reserved_cents > new.balance_cents then
        perform core.fail('HXA19', 'amount_cents', format('%s cents are available, %s are required.',
            old.balance_cents - old.reserved_cents,
            old.balance_cents - new.balance_cents + new.reserved_cents - old.reserved_cents));
    end if;
    if (new.id, new.kind, new.currency) <> (old.id, old.kind, old.currency)
       or new.owner_id is distinct from old.owner_id
       or (new.reserved_cents <> old.reserved_cents and pg_trigger_depth() < 2)
    then
        perform core.fail('HXA11', 'balance_cents',
            'Balances only follow entries, and reservations settlements.');
    end if;
    new.opening_cents := old.opening_cents;
    new.transaction_id := old.transaction_id;
    if new.balance_cents is distinct from old.balance_cents then
        if old.transaction_id <> pg_current_xact_id() then
            new.opening_cents := old.balance_cents;
            new.transaction_id := pg_current_xact_id();
        end if;
        if new.balance_cents is distinct from new.opening_cents + (
            select coalesce(sum(e.amount_cents), 0) from ledger.entry as e
             where e.account_id = new.id and e.transaction_id = new.transaction_id)
        then
            perform core.fail('HXA11', 'balance_cents', 'A balance only follows its entries.');
        end if;
    end if;
    return new;
end $$;

create or replace trigger balance_follows_entries before insert or update on ledger.account
    for each row execute function ledger.check_balance_follows_entries();
