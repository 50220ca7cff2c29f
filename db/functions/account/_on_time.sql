-- A suspension that was for a time ends; the account is locked already, and due.
create or replace function account._on_time(account_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform core._because('SUSPENSION_ENDED', (
        select jsonb_build_object('due_at', u.suspension_ends_at)
          from account.user as u where u.id = account_id));
    update account.user as u
       set state = 'ACTIVE', suspension_ends_at = null
     where u.id = account_id;
end $$;
