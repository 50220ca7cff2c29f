-- ESC-16 ESC-18
create or replace view audit._proves_closings_are_posted as
select e.id
  from escrow.escrow as e
  join task.task as t on t.id = e.task_id
  left join ledger.journal as j on j.id = e.closing_journal_id and j.source_id = e.id
        and j.kind = case e.state when 'RELEASED' then 'release' when 'REFUNDED' then 'refund'
                                  when 'REFUND_PARTIAL' then 'partial' end
  left join lateral (
        select sum(l.amount_cents) filter (where a.kind = 'escrow') as held_cents,
               sum(l.amount_cents) filter (where a.kind = 'payable' and a.owner_id = t.worker_id)
                   as worker_cents,
               sum(l.amount_cents) filter (where a.kind = 'fee') as platform_cents,
               sum(l.amount_cents) filter (where a.kind = 'refund_due') as refund_cents,
               sum(l.amount_cents) filter (where a.kind = 'chargeback') as charged_back_cents,
               sum(l.amount_cents) filter (where a.kind = 'suspense') as returned_cents
          from ledger.entry as l
          join ledger.account as a on a.id = l.account_id
         where l.journal_id = j.id and l.currency = e.currency) as p on true
 where e.closed_at is not null and e.funded_at is not null
   and (p.held_cents, coalesce(p.worker_cents, 0), coalesce(p.platform_cents, 0),
        coalesce(p.refund_cents, 0), coalesce(p.charged_back_cents, 0), coalesce(p.returned_cents, 0))
       is distinct from (-e.amount_cents::numeric, e.worker_cents::numeric,
           e.platform_cents::numeric, e.refund_cents::numeric, e.charged_back_cents::numeric,
           e.returned_cents::numeric);
comment on view audit._proves_closings_are_posted is
    'Each ended escrow names its own closing journal: the worker''s, the platform''s and the poster''s cents, and
what went against a lost chargeback';
