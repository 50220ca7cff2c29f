-- What a person owes in a currency: zero, or negative cents.
create or replace function ledger._debt(owner_id uuid, currency text)
    returns bigint
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return coalesce((select a.balance_cents from ledger.account as a
                      where a.kind = 'debt' and a.owner_id = owner_id and a.currency = currency), 0);
end $$;
