-- Deferred: money leaves, or comes back, by the journal of a settlement that is SETTLED. Its
-- trigger: schema/90.
create or replace function settlement.check_journal_is_named()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from settlement.settlement as s
                    where s.id = new.source_id and s.journal_id = new.id
                      and new.kind = case s.kind when 'transfer' then 'transfer'
                          when 'refund' then 'refund_settled'
                          else case s.leg when 'worker' then 'transfer_reversed'
                                   else 'refund_reversed' end end)
    then
        perform core.fail('HXA18', 'source_id',
            format('No settlement was settled by journal %s.', new.id));
    end if;
    return null;
end $$;
