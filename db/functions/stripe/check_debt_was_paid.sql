-- Deferred: a debt is paid by an event of Stripe that told of its payment, and by no more than that. Its
-- trigger: schema/90.
create or replace function stripe.check_debt_was_paid()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.event as v
          join ledger.entry as l on l.journal_id = new.id
          join ledger.account as a on a.id = l.account_id and a.kind = 'debt'
          join stripe.intent as i on i.purpose = 'debt' and i.payer_id = a.owner_id
               and i.id::text = v.payload #>> '{data,object,metadata,intent_id}'
         where v.id = new.source_id and v.state = 'PROCESSED' and v.outcome = 'debt_paid'
           and l.amount_cents <= i.amount_cents and l.currency = i.currency)
    then
        perform core.fail('HXA18', 'source_id',
            format('No payment that Stripe told of is the cause of journal %s.', new.id));
    end if;
    return null;
end $$;
