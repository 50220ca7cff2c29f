-- What waited for a payout account that takes transfers now is due, unless a hold keeps it back; of one
-- payee, or of all. It answers how many.
create or replace function settlement._wake(payee_id uuid default null)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    woken uuid[];
begin
    with waiting as materialized (
        select s.id from settlement.settlement as s
          join stripe.connected_account as c on c.account_id = s.payee_id and c.transfers_enabled
         where s.finished_at is null and s.due_at = 'infinity' and s.state = 'PENDING'
           and s.kind = 'transfer' and (payee_id is null or s.payee_id = payee_id)
           and settlement._when_due(s.id, core.now()) < 'infinity'
         order by s.id limit 1000 for no key update of s skip locked
    ), moved as (
        update settlement.settlement as s
           set due_at = settlement._when_due(s.id, core.now())
          from waiting as w
         where s.id = w.id
        returning s.id
    )
    select array_agg(m.id) into woken from moved as m;
    if woken is null then
        return 0;
    end if;
    perform core._happened('settlement', woken[1], 'due', jsonb_build_object('count', cardinality(woken)));
    return cardinality(woken);
end $$;
