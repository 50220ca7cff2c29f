-- Who of staff is calling, and in which roles a call of theirs may run (core._open): a console shows what
-- these roles may call, and nothing else.
create or replace function admin.whoami()
    returns admin.staff_member
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    answer admin.staff_member;
begin
    select u.id, u.full_name, s.role, array['hx_member', s.role] into answer
      from account.user as u join account.staff as s on s.account_id = u.id
     where u.id = viewer;
    if not found then
        perform core.fail('HX503', null, 'That is for staff.');
    end if;
    return answer;
end $$;

comment on function admin.whoami is $$The caller, one of staff.
@returns account, role, and the roles in which calls may run
@errors HX501 HX503 HX504
@source ADM-01$$;

grant execute on function admin.whoami to hx_support;
