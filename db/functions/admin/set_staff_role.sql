-- A staff role is given, changed or taken away, by one who stands above what was there and what comes.
create or replace function admin.set_staff_role(
    account_id  uuid,
    reason      core.reason,
    role        admin.staff_role default null
)
    returns admin.staff_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := admin._over(account_id);
    had text := (select s.role from account.staff as s where s.account_id = person.id);
    answer admin.staff_view;
begin
    if role is not null and not admin._outranks(role) then
        perform core.fail('HX503', 'role', 'Nobody gives a role of his own rank or above.');
    elsif person.state <> 'ACTIVE' and role is not null then
        perform core.fail('HXA03', 'account_id', format('That account is %s.', person.state));
    end if;
    if had is distinct from role then
        perform admin._act('admin.set_staff_role', 'account', person.id, array[person.id], reason,
            jsonb_build_object('was', had, 'becomes', role));
        delete from account.staff as s where s.account_id = person.id;
        insert into account.staff (account_id, role, granted_by)
        select person.id, role, core._viewer() where role is not null;
    end if;
    select person.id, person.full_name, s.role, s.granted_at into answer
      from (select) as one left join account.staff as s on s.account_id = person.id;
    return answer;
end $$;

comment on function admin.set_staff_role is $$Give, change or take away a staff role: an admin those of support and moderators, a founder those of
admins too; nobody his own, and nobody's of his own rank. It holds from the next call on. A repeat answers
what is there.
@param reason 1 to 1000 characters, on the record of the act
@param role hx_support, hx_moderator, hx_admin or hx_founder; none takes it away
@idempotency money
@returns the person and the role
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source DRH-051 S8$$;

grant execute on function admin.set_staff_role to hx_admin;
