-- The account of a kind and owner, made if it is a person's first.
create or replace function ledger._account_id(kind text, owner_id uuid, currency text)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    found_id uuid;
begin
    -- Two branches: no index serves "is not distinct from".
    if owner_id is null then
        select a.id into found_id from ledger.account as a
         where a.kind = kind and a.owner_id is null and a.currency = currency;
    else
        select a.id into found_id from ledger.account as a
         where a.kind = kind and a.owner_id = owner_id and a.currency = currency;
    end if;
    if found_id is null then
        insert into ledger.account (kind, owner_id, currency, balance_cents)
        values (kind, owner_id, currency, case when owner_id is null then null else 0 end)
        on conflict on constraint account_one_a_kind do nothing;
        select a.id into strict found_id from ledger.account as a
         where a.kind = kind and a.currency = currency
           and (a.owner_id = owner_id or (owner_id is null and a.owner_id is null));
    end if;
    return found_id;
end $$;
