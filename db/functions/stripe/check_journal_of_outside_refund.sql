-- Deferred: the journals of a refund by another hand post what its row says. Its trigger: schema/90.
create or replace function stripe.check_journal_of_outside_refund()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from stripe.outside_refund as o
         where o.id = new.source_id and o.escrow_id = new.escrow_id
           and (select sum(abs(l.amount_cents)) / 2 from ledger.entry as l
                 where l.journal_id = new.id)
               = case new.kind when 'refund_outside' then o.amount_cents
                     when 'refund_returned' then o.from_refund_cents else o.debt_cents end)
    then
        perform core.fail('HXA18', 'source_id',
            format('No refund by another hand says what journal %s says.', new.id));
    end if;
    return null;
end $$;
