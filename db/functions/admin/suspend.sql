-- Staff suspends somebody: from this commit on he does nothing, is paid nothing, and sees nothing.
create or replace function admin.suspend(
    account_id  uuid,
    reason      core.reason,
    days        core.days default null
)
    returns admin.account_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := admin._over(account_id);
    ends_at timestamptz := core.now() + make_interval(days => days);
begin
    if person.state = 'SUSPENDED' and person.suspension_ends_at is not distinct from ends_at then
        return admin._account_view(person.id);
    elsif person.state not in ('ACTIVE', 'PAUSED', 'SUSPENDED') then
        perform core.fail('HXA03', 'account_id', format('That account is %s.', person.state));
    elsif person.state = 'SUSPENDED'
          and coalesce(ends_at, 'infinity') < coalesce(person.suspension_ends_at, 'infinity')
          and not admin._outranks('hx_moderator')
    then
        -- A suspension of a day would let him in again.
        perform core.fail('HX503', 'days', 'It would end sooner than it does; an admin decides that.');
    end if;
    perform admin._act('admin.suspend', 'account', person.id, array[person.id], reason,
        jsonb_build_object('ends_at', ends_at));
    update account.user as u
       set state = 'SUSPENDED', suspension_ends_at = ends_at
     where u.id = person.id;
    return admin._account_view(person.id);
end $$;

comment on function admin.suspend is $$Suspend somebody, for some days or until an admin reinstates him: he can do nothing, and nothing is paid
out to him. Work under way goes on by its clocks. A repeat changes how long;
where it would end sooner than it does, by an admin alone.
@param reason 1 to 1000 characters, on the record of the act
@param days 1 to 365; none for until further notice
@idempotency money
@returns where the account stands
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source TRU-10 TRU-13 ADM-14$$;

grant execute on function admin.suspend to hx_moderator;
