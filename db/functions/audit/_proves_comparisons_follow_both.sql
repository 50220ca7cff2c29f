-- STL-06
create or replace view audit._proves_comparisons_follow_both as
with told as (
    select c.currency, sum(c.ours_cents) as ours, sum(c.theirs_cents) as theirs
      from stripe.comparison as c group by c.currency
), posted as (
    select l.currency, -sum(l.amount_cents) as cents
      from stripe.statement as s
      join ledger.account as a on a.kind = 'stripe' and a.owner_id is null
      join ledger.entry as l on l.account_id = a.id and l.transaction_id < s.horizon
     group by l.currency
), listed as (
    select l.currency, sum(l.net_cents) as cents
      from stripe.statement as s
      join stripe.statement_line as l on l.transaction_id < s.horizon
     group by l.currency
)
select t.currency
  from told as t
  full join posted as p on p.currency = t.currency
  full join listed as l on l.currency = coalesce(t.currency, p.currency)
 where coalesce(t.ours, 0) <> coalesce(p.cents, 0) or coalesce(t.theirs, 0) <> coalesce(l.cents, 0);
comment on view audit._proves_comparisons_follow_both is
    'The comparisons sum to what the ledger says that Stripe holds and to the lines of its statement, as far as
they were compared: nothing of either side is left out';
