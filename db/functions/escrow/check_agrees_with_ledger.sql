-- Deferred: the journals that an escrow names say what its row says, leg by leg, in its currency and
-- on the accounts of the right people. Its trigger: schema/90; no other journal touches the money of
-- an escrow (check_journal_is_named), so state and ledger can't disagree.
create or replace function escrow.check_agrees_with_ledger()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held escrow.escrow;
    journal_kind text;
    agrees boolean;
begin
    select e.* into held from escrow.escrow as e where e.id = new.id;
    if held.funded_at is null then
        return null;
    end if;
    journal_kind := case held.state when 'RELEASED' then 'release' when 'REFUNDED' then 'refund'
        when 'REFUND_PARTIAL' then 'partial' else 'fund' end;
    select bool_and(l.currency = held.currency)
           and coalesce(sum(l.amount_cents) filter (where a.kind = 'escrow'), 0)
               = held.amount_cents * case journal_kind when 'fund' then 1 else -1 end
           and coalesce(sum(l.amount_cents) filter (
                   where a.kind = 'payable' and a.owner_id = t.worker_id), 0)
               = coalesce(held.worker_cents, 0)
           and coalesce(sum(l.amount_cents) filter (where a.kind = 'fee'), 0)
               = coalesce(held.platform_cents, 0)
           and coalesce(sum(l.amount_cents) filter (where a.kind = 'refund_due'), 0)
               = coalesce(held.refund_cents, 0)
           and coalesce(sum(l.amount_cents) filter (where a.kind = 'chargeback'), 0)
               = held.charged_back_cents
           and coalesce(sum(l.amount_cents) filter (where a.kind = 'suspense'), 0)
               = held.returned_cents
           and coalesce(sum(l.amount_cents) filter (
                   where a.kind not in ('escrow', 'payable', 'fee', 'refund_due', 'chargeback', 'suspense',
                        'stripe')
                      or a.kind = 'payable' and a.owner_id is distinct from t.worker_id), 0) = 0
      into agrees
      from ledger.journal as j
      join ledger.entry as l on l.journal_id = j.id
      join ledger.account as a on a.id = l.account_id
      join task.task as t on t.id = held.task_id
     where j.id = coalesce(held.closing_journal_id, held.funding_journal_id)
       and j.kind = journal_kind and j.source_id = held.id;
    if agrees is not true then
        perform core.fail('HX007', 'state',
            format('The ledger does not say what an escrow that is %s says.', held.state));
    end if;
    return null;
end $$;
