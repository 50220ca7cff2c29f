-- Who is of staff, and in which role.
create or replace function admin.get_staff()
    returns setof admin.staff_view
    language sql stable security definer set search_path = ''
as $$
    select s.account_id, u.full_name::text, s.role, s.granted_at
      from account.staff as s
      join account.user as u on u.id = s.account_id
     order by s.role, u.full_name, u.id
$$;

comment on function admin.get_staff is $$Who is of staff, and in which role.
@returns a person each
@errors none
@source DRH-051$$;

grant execute on function admin.get_staff to hx_admin;
