-- Stripe's fees of lines of the statement, each once: a cost, out of what Stripe holds. A dispute's fee is
-- part of its chargeback; a fee that is given back is one with the other sign.
create or replace function stripe._post_fees(line_ids uuid[])
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    posted integer;
begin
    select count(ledger._post('processing_fee', c.id, null, c.currency, array[
            row('processing_cost', null, -c.cents)::ledger.leg,
            row('stripe', null, c.cents)::ledger.leg]))
      into posted
      from (select l.id, l.currency::text as currency, stripe._fee_cents(l) as cents
              from stripe.statement_line as l
             where l.id = any (line_ids) order by l.id) as c
     where c.cents <> 0;
    return posted;
end $$;
