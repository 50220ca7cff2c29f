-- Deferred: the journals of a chargeback post what its row says, and Stripe's processed event is the
-- cause of what left or came back. Its trigger: schema/90.
create or replace function stripe.check_journal_of_chargeback()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.chargeback as c
         where c.id = new.source_id and c.escrow_id is not distinct from new.escrow_id
           and (select sum(abs(l.amount_cents)) / 2 from ledger.entry as l
                 where l.journal_id = new.id)
               = case new.kind
                 when 'chargeback' then c.withdrawn_cents
                 when 'chargeback_reversed' then c.reinstated_cents
                 when 'chargeback_debt' then c.debt_cents
                 when 'refund_charged_back' then c.from_refund_cents
                 else c.worker_cents end
           and (new.kind not in ('chargeback', 'chargeback_reversed') or exists (
                select from stripe.event as v
                 where v.object_id = c.provider_dispute_id and v.state = 'PROCESSED'
                   and v.type = case new.kind when 'chargeback' then 'charge.dispute.funds_withdrawn'
                       else 'charge.dispute.funds_reinstated' end)))
    then
        perform core.fail('HXA18', 'source_id',
            format('No chargeback says what journal %s says.', new.id));
    end if;
    return null;
end $$;
