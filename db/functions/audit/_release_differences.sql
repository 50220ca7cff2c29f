-- Ends of escrows, of these transactions and of open findings, whose journal is not what the end gave to
-- each, or whose worker's or poster's part was never ordered.
create or replace function audit._release_differences(from_horizon xid8, to_horizon xid8)
    returns setof stripe.difference
    language sql stable security definer set search_path = ''
as $$
    select row('release_postings_differ', 'P1', 'escrow', e.id,
            (coalesce(p.cents, 0) - e.amount_cents)::bigint, e.currency,
            jsonb_build_object('what', 'escrow', 'reference', e.id, 'state', e.state,
                'amount_cents', e.amount_cents, 'currency', e.currency)::text,
            jsonb_build_object('what', j.kind, 'reference', j.id, 'state', null,
                'amount_cents', coalesce(p.cents, 0), 'currency', e.currency)::text, 'transfer', true)::stripe.difference
      from (select c.id from ledger.journal as c
             where c.transaction_id >= _release_differences.from_horizon
               and c.transaction_id < _release_differences.to_horizon
               and c.kind in ('release', 'refund', 'partial')
            union
            select o.closing_journal_id
              from audit.finding as f join escrow.escrow as o on o.id = f.subject_id
             where f.kind = 'release_postings_differ' and f.closed_at is null) as w
      join ledger.journal as j on j.id = w.id
      join escrow.escrow as e on e.id = j.source_id and e.closed_at is not null and e.funded_at is not null
      join task.task as t on t.id = e.task_id
      left join lateral (
            select -sum(l.amount_cents) filter (where a.kind = 'escrow') as cents,
                   sum(l.amount_cents) filter (where a.kind = 'payable' and a.owner_id = t.worker_id) as worker_cents,
                   sum(l.amount_cents) filter (where a.kind = 'fee') as fee_cents,
                   sum(l.amount_cents) filter (where a.kind = 'refund_due') as refund_cents,
                   sum(l.amount_cents) filter (where a.kind = 'chargeback') as charged_back_cents,
                   sum(l.amount_cents) filter (where a.kind = 'suspense') as returned_cents
              from ledger.entry as l
              join ledger.account as a on a.id = l.account_id
             where l.journal_id = j.id and l.currency = e.currency) as p on true
     where (coalesce(p.cents, 0), coalesce(p.worker_cents, 0), coalesce(p.fee_cents, 0),
            coalesce(p.refund_cents, 0), coalesce(p.charged_back_cents, 0), coalesce(p.returned_cents, 0))
           <> (e.amount_cents, e.worker_cents, e.platform_cents, e.refund_cents, e.charged_back_cents,
               e.returned_cents)
        or (e.worker_cents > 0 and not exists (
                select from settlement.settlement as s
                 where s.kind = 'transfer' and s.source_id = e.id and s.leg = 'worker'
                   and s.amount_cents = e.worker_cents))
        or (e.refund_cents > 0 and not exists (
                select from settlement.settlement as s
                 where s.kind = 'refund' and s.source_id = e.id and s.leg = 'poster'
                   and s.amount_cents <= e.refund_cents))
$$;
