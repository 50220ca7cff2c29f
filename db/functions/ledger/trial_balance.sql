-- All accounts by kind and currency; each currency sums to zero.
create or replace function ledger.trial_balance()
    returns setof ledger.trial_line
    language sql stable security definer set search_path = ''
as $$
    select row(a.kind, a.currency, coalesce(sum(e.amount_cents), 0)::bigint, count(e.*))::ledger.trial_line
      from ledger.account as a
      left join ledger.entry as e on e.account_id = a.id
     group by a.kind, a.currency
     order by a.currency, a.kind
$$;

comment on function ledger.trial_balance is $$The trial balance: a line a kind of account and currency.
@returns signed cents; the lines of a currency sum to zero
@errors none
@source STL-08$$;

grant execute on function ledger.trial_balance to hx_support, hx_job;
