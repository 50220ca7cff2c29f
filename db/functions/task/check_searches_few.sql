-- At most 20 searches a person; his account is locked by who keeps one, so two don't slip in together.
create or replace function task.check_searches_few()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from account.user as u where u.id = new.account_id for no key update;
    if (select count(*) from task.saved_search as s
         where s.account_id = new.account_id and s.name <> new.name) >= 20
    then
        perform core.fail('HXA03', 'name', 'Twenty searches are kept already.', 'Delete one first.');
    end if;
    return new;
end $$;

create or replace trigger searches_few before insert or update of account_id, name on task.saved_search
    for each row execute function task.check_searches_few();
