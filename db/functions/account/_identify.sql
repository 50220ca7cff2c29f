-- Whose account a verified identity is, what staff role it holds, and whether it is cut off.
create or replace function account._identify(identity jsonb)
    returns account.caller
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    caller account.caller;
begin
    if identity is null then
        return null;
    end if;
    select u.id, s.role, u.state not in ('ACTIVE', 'PAUSED') into caller
      from account.user as u
      left join account.staff as s on s.account_id = u.id
     where u.provider_uid = identity ->> 'subject';
    return caller;
end $$;

grant execute on function account._identify to hx_web;
