-- The account of a kind and owner, made if it is a person's first.
create or replace function ledger._account_id(kind text, owner_id uuid, currency text)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    found_id uuid;
begin
    select a.id into found_id from ledger.account as a
     where a.kind = kind and a.owner_id is not distinct from owner_id and a.currency = currency;
    if found_id is null then
        insert into ledger.account (kind, owner_id, currency, balance_cents)
        values (kind, owner_id, currency, case when owner_id is null then null else 0 end)
        on conflict on constraint account_one_a_kind do nothing;
        select a.id into found_id from ledger.account as a
         where a.kind = kind and a.owner_id is not distinct from owner_id
           and a.currency = currency;
    end if;
    return found_id;
end $$;
