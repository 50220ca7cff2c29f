-- STL-04. An adjustment is a hand's, for tests and measurements: it has no cause, and no place in
-- production.
create or replace view audit._proves_journals_have_causes as
select j.id
  from ledger.journal as j
  left join escrow.escrow as e on j.kind in ('fund', 'release', 'refund', 'partial')
        and e.id = j.source_id and e.id = j.escrow_id
        and j.id = case j.kind when 'fund' then e.funding_journal_id else e.closing_journal_id end
  left join settlement.settlement as s
         on j.kind in ('transfer', 'refund_settled', 'transfer_reversed', 'refund_reversed')
        and s.id = j.source_id and s.journal_id = j.id and s.state = 'SETTLED'
  left join stripe.event as v on j.kind in ('payment_suspended', 'suspense_returned', 'debt_paid')
        and v.id = j.source_id and (v.outcome = 'debt_paid'
             or (v.outcome = 'suspended_and_refunded' and j.kind <> 'debt_paid'))
  left join stripe.chargeback as c
         on j.kind in ('chargeback', 'chargeback_reversed', 'chargeback_debt', 'refund_charged_back',
            'chargeback_reassigned')
        and c.id = j.source_id and c.escrow_id is not distinct from j.escrow_id
  left join stripe.outside_refund as r
         on j.kind in ('refund_outside', 'refund_returned', 'refund_outside_debt')
        and r.id = j.source_id and r.escrow_id = j.escrow_id
  left join stripe.statement_line as t on j.kind = 'processing_fee' and t.id = j.source_id
  left join admin.action as o on j.kind = 'debt_written_off'
        and o.id = j.source_id and o.action = 'admin.write_off_debt'
 where (j.kind <> 'adjustment' and num_nonnulls(e.id, s.id, v.id, c.id, r.id, t.id, o.id) = 0)
    or (j.kind = 'adjustment' and exists (
            select from core.setting as k where k.name = 'environment' and k.value = 'production'));
comment on view audit._proves_journals_have_causes is
    'Each journal is named by its cause: an escrow''s move, a settled settlement, an event of
Stripe, a chargeback, a line of its statement, an act of staff';
