-- In which mode an account opens, as its onboarding says.
create or replace function account._settle_in(account_id uuid, default_mode text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update account.user as u set default_mode = default_mode where u.id = account_id;
end $$;
