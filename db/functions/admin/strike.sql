-- Staff gives a strike for conduct.
create or replace function admin.strike(account_id uuid, reason core.reason)
    returns admin.account_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := admin._over(account_id);
    act_id uuid := admin._act('admin.strike', 'account', person.id, array[person.id], reason);
begin
    insert into trust.strike (account_id, reason, cause_id, expires_at)
    values (person.id, 'CONDUCT', act_id, core.now() + (
        select s.value::interval from core.setting as s where s.name = 'strike_lifetime'));
    return admin._account_view(person.id);
end $$;

comment on function admin.strike is $$Give somebody a strike for conduct; it counts until it expires, and suspends nobody by itself.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns where the account stands, and how many strikes count
@errors HX501 HX503 HX504 HX602 HXA01 HXA02
@source TRU-09$$;

grant execute on function admin.strike to hx_moderator;
