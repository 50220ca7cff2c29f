-- A credential with its person and, where one acts on it, the actor: the accounts first, in one order,
-- then the credential.
create or replace function verification._lock(credential_id uuid, actor uuid default null)
    returns verification.credential
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    locked verification.credential;
begin
    perform from account.user as u
      where u.id in (actor, (select k.account_id from verification.credential as k
                              where k.id = credential_id))
      order by u.id for no key update;
    select k.* into locked from verification.credential as k
     where k.id = credential_id for no key update;
    if not found then
        perform core.fail('HXA02', 'credential_id');
    end if;
    return locked;
end $$;
