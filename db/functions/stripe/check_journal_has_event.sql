-- Deferred: a payment that is suspended and sent back is one that Stripe told of, in its amount and
-- currency. Its trigger: schema/90.
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
           and (v.outcome = 'suspended_and_refunded'
                and v.payload #>> '{data,object,metadata,escrow_id}' = new.escrow_id::text
                and coalesce(v.payload #>> '{data,object,amount_received}',
                        v.payload #>> '{data,object,amount}') = abs(l.amount_cents)::text
                -- Of a debt that was paid twice only what was too much.
                or v.outcome = 'debt_paid' and new.escrow_id is null
                   and (v.payload #>> '{data,object,amount_received}')::bigint >= abs(l.amount_cents))
           and upper(v.payload #>> '{data,object,currency}') = l.currency)
    then
        perform core.fail('HXA18', 'source_id',
            format('No event of Stripe is the cause of journal %s.', new.id));
    end if;
    return null;
end $$;
