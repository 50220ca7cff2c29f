-- ESC-15
create or replace view audit._proves_fundings_are_posted as
select e.id
  from escrow.escrow as e
  left join ledger.journal as j
         on j.id = e.funding_journal_id and j.kind = 'fund' and j.source_id = e.id
  left join lateral (
        select count(*) as lines,
               sum(l.amount_cents) filter (where a.kind = 'escrow') as held_cents,
               sum(l.amount_cents) filter (where a.kind = 'stripe') as paid_cents
          from ledger.entry as l
          join ledger.account as a on a.id = l.account_id
         where l.journal_id = j.id and l.currency = e.currency) as p on true
 where e.funded_at is not null
   and (p.lines, p.held_cents, p.paid_cents)
       is distinct from (2::bigint, e.amount_cents::numeric, -e.amount_cents::numeric);
comment on view audit._proves_fundings_are_posted is
    'Each funded escrow names its own funding journal: its amount from Stripe into the escrow';
