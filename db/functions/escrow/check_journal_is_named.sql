-- Deferred: a journal that moves the money of an escrow is the one that the escrow names. Its
-- trigger: schema/90.
create or replace function escrow.check_journal_is_named()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from escrow.escrow as e
                    where e.id = new.source_id
                      and new.id = case new.kind when 'fund' then e.funding_journal_id
                                                 else e.closing_journal_id end)
    then
        perform core.fail('HX007', 'source_id',
            format('No escrow was moved by journal %s.', new.id));
    end if;
    return null;
end $$;
