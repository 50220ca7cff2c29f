-- What a person was owed, less what he owed, before a moment: the balances, which are stored, less all that came
-- from then on.
create or replace function account._balance_before(owner_id uuid, currency text, moment timestamptz)
    returns bigint
    language sql stable security definer set search_path = ''
as $$
    select coalesce(sum(a.balance_cents), 0)::bigint - coalesce((
            select sum(l.amount_cents) from ledger.account as o join ledger.entry as l on l.account_id = o.id
             where o.owner_id = _balance_before.owner_id and o.currency = _balance_before.currency
               and l.at >= _balance_before.moment), 0)::bigint
      from ledger.account as a
     where a.owner_id = _balance_before.owner_id and a.currency = _balance_before.currency
$$;
