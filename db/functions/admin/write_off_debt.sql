-- The platform bears what a person owes: the loss stays in the reserve.
create or replace function admin.write_off_debt(
    account_id    uuid,
    amount_cents  core.cents,
    reason        core.reason
)
    returns admin.debt
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    act uuid;
    owed bigint;
begin
    if amount_cents is null or amount_cents = 0 then
        perform core.fail('HXA01', 'amount_cents', 'It is 1 cent or more.');
    end if;
    act := admin._act('admin.write_off_debt', 'account', account_id, array[account_id], reason,
        jsonb_build_object('amount_cents', amount_cents), amount_cents);
    select a.balance_cents into owed from ledger.account as a
     where a.kind = 'debt' and a.owner_id = account_id and a.currency = 'USD' for no key update;
    if coalesce(-owed, 0) < amount_cents then
        perform core.fail('HXA19', 'amount_cents', format('%s cents are owed.', coalesce(-owed, 0)));
    end if;
    perform ledger._post('debt_written_off', act, null, 'USD', array[
        row('debt', account_id, amount_cents)::ledger.leg,
        row('chargeback', null, -amount_cents)::ledger.leg]);
    return row(account_id, ledger._debt(account_id, 'USD'), 'USD')::admin.debt;
end $$;

comment on function admin.write_off_debt is $$Write off what a person owes from a chargeback; the loss is the platform's.
@param amount_cents US cents, at most what is owed
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns what is still owed, zero or negative
@errors HX501 HX503 HX504 HX506 HX602 HXA01 HXA18 HXA19
@source decisions.md Money$$;

grant execute on function admin.write_off_debt to hx_admin;
