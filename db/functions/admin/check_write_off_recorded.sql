-- Deferred: a debt is written off by an act of staff alone, which is the journal's source. Its trigger:
-- schema/90.
create or replace function admin.check_write_off_recorded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from admin.action as a
                    where a.id = new.source_id and a.action = 'admin.write_off_debt'
                      and a.transaction_id = new.transaction_id)
    then
        perform core.fail('HXA18', 'source_id', 'A debt is written off by an act of staff.');
    end if;
    return null;
end $$;
