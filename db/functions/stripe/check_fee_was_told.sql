-- Deferred: a fee is posted as a line of Stripe's statement tells it, in its amount and currency. Its
-- trigger: schema/90.
create or replace function stripe.check_fee_was_told()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.statement_line as t
          join ledger.entry as l on l.journal_id = new.id and l.currency = t.currency
               and l.amount_cents = stripe._fee_cents(t)
          join ledger.account as a on a.id = l.account_id and a.kind = 'stripe'
         where t.id = new.source_id)
    then
        perform core.fail('HXA18', 'source_id',
            format('No line of Stripe''s statement is the cause of journal %s.', new.id));
    end if;
    return null;
end $$;
