-- Deferred: a payment that is suspended and sent back is one that Stripe told of, in its amount and
-- currency; of a debt that was paid otherwise meanwhile, what was too much. Its trigger: schema/90.
create or replace function stripe.check_journal_has_event()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.event as v
          join ledger.entry as l on l.journal_id = new.id
          join ledger.account as a on a.id = l.account_id and a.kind = 'suspense'
         where v.id = new.source_id and v.state = 'PROCESSED'
           and v.payload #>> '{data,object,metadata,escrow_id}' is not distinct from new.escrow_id::text
           and abs(l.amount_cents) = coalesce(v.payload #>> '{data,object,amount_received}',
                   v.payload #>> '{data,object,amount}')::bigint
               - case v.outcome when 'debt_paid' then coalesce((
                     select p.amount_cents from ledger.journal as j
                       join ledger.entry as p on p.journal_id = j.id
                       join ledger.account as d on d.id = p.account_id and d.kind = 'debt'
                      where j.kind = 'debt_paid' and j.source_id = v.id), 0) else 0 end
           and v.outcome in ('suspended_and_refunded', 'debt_paid')
           and upper(v.payload #>> '{data,object,currency}') = l.currency)
    then
        perform core.fail('HXA18', 'source_id',
            format('No event of Stripe is the cause of journal %s.', new.id));
    end if;
    return null;
end $$;
