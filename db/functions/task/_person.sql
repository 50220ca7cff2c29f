-- A person as a counterparty sees him; a null id is a null person.
create or replace function task._person(account_id uuid)
    returns task.person
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person task.person;
begin
    select u.id, u.full_name, u.avatar_url, s.tier into person
      from account.user as u left join trust.standing as s on s.account_id = u.id
     where u.id = account_id;
    if not found then
        return null;
    end if;
    return person;
end $$;
