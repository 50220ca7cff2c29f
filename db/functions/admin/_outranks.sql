-- Whether the caller's staff role is above another; above none it always is.
create or replace function admin._outranks(other_role text)
    returns boolean
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer constant uuid := core._viewer();
    own_role text := (select s.role from account.staff as s where s.account_id = viewer);
begin
    return other_role is null
        or (own_role <> other_role and pg_has_role(own_role, other_role, 'member'));
end $$;
