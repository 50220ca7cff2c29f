-- The cached total and level follow the entries.
create or replace function xp.on_entry_inserted()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update xp.progress as p
       set total_xp = new.total_after, level = new.level_after,
           completed_tasks = p.completed_tasks + 1, updated_at = core.now()
     where p.account_id = new.account_id and p.total_xp = new.total_before;
    if not found then
        perform core.fail('HX101', 'total_before', 'The entry does not follow the total.');
    end if;
    return null;
end $$;

create or replace trigger on_entry_inserted after insert on xp.entry
    for each row execute function xp.on_entry_inserted();
