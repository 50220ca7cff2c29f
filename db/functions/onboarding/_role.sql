-- What somebody chose to be when he last finished an onboarding, or claimed to be; null where neither.
create or replace function onboarding._role(account_id uuid)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return coalesce(
        (select j.final_role from onboarding.journey as j
          where j.account_id = account_id and j.state = 'COMPLETED'
          order by j.round desc limit 1),
        (select c.role from verification.claim as c where c.account_id = account_id));
end $$;
