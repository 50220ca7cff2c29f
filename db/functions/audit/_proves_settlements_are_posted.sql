-- STL-04 S-L2
create or replace view audit._proves_settlements_are_posted as
select s.id
  from settlement.settlement as s
  left join ledger.journal as j on j.id = s.journal_id and j.source_id = s.id
        and j.kind = case when s.kind = 'transfer' then 'transfer'
                          when s.kind = 'refund' then 'refund_settled'
                          when s.leg = 'worker' then 'transfer_reversed' else 'refund_reversed' end
  left join lateral (
        select sum(l.amount_cents) filter (where a.kind = 'stripe') as stripe_cents,
               sum(l.amount_cents) filter (where a.owner_id = s.payee_id or a.kind = 'refund_due')
                   as payee_cents
          from ledger.entry as l
          join ledger.account as a on a.id = l.account_id
         where l.journal_id = j.id and l.currency = s.currency) as p on true
 where s.state = 'SETTLED'
   and (p.stripe_cents, p.payee_cents) is distinct from (
        s.amount_cents::numeric * case s.kind when 'reversal' then -1 else 1 end,
        s.amount_cents::numeric * case s.kind when 'reversal' then 1 else -1 end);
comment on view audit._proves_settlements_are_posted is
    'Each settled settlement is posted: its cents between Stripe and what its payee was owed';
