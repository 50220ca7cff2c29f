-- Lock a person whom one of staff acts upon; nobody acts on a colleague of his own rank or above.
create or replace function admin._over(account_id uuid)
    returns account.user
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user;
begin
    perform account._acting();
    select u.* into person from account.user as u where u.id = account_id for no key update;
    if not found then
        perform core.fail('HXA02', 'account_id');
    elsif not admin._outranks((select s.role from account.staff as s where s.account_id = person.id)) then
        perform core.fail('HX503', 'account_id', 'Nobody acts on a colleague of his own rank or above.');
    end if;
    return person;
end $$;
