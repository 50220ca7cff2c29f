-- What waited for a payout account that takes transfers now is due, unless a hold keeps it back, of these
-- payees. It answers how many.
create or replace function settlement._wake(payees uuid[])
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    woken uuid[];
begin
    with waiting as materialized (
        select s.id from settlement.settlement as s
         where s.payee_id = any (payees) and s.finished_at is null and s.due_at = 'infinity'
           and s.state = 'PENDING' and s.kind = 'transfer'
           and settlement._when_due(s.id, core.now()) < 'infinity'
         order by s.id limit 1000 for no key update skip locked
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
