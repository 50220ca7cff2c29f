-- A person who was suspended or banned is let in again; what waited for him goes out.
create or replace function admin.reinstate(account_id uuid, reason core.reason)
    returns admin.account_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := admin._over(account_id);
begin
    if person.state in ('ACTIVE', 'PAUSED') then
        return admin._account_view(person.id);
    elsif person.state not in ('SUSPENDED', 'BANNED') then
        perform core.fail('HXA03', 'account_id', format('That account is %s.', person.state));
    end if;
    perform admin._act('admin.reinstate', 'account', person.id, array[person.id], reason,
        jsonb_build_object('was', person.state));
    update account.user as u
       set state = 'ACTIVE', suspension_ends_at = null
     where u.id = person.id;
    return admin._account_view(person.id);
end $$;

comment on function admin.reinstate is $$Let somebody in again who was suspended or banned; holds on his work are lifted one by one
(escrow.lift_hold). A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns where the account stands
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source TRU-10$$;

grant execute on function admin.reinstate to hx_admin;
