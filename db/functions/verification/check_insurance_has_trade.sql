-- INV-ELIGIBILITY-4: insurance is of a trade whose licence is verified and has not expired.
create or replace function verification.check_insurance_has_trade()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from verification._derived_trades(core.now()) as t
                    where t.account_id = new.account_id and t.trade = new.trade)
    then
        perform core.fail('HX608', 'trade');
    end if;
    return new;
end $$;

create or replace trigger insurance_has_trade before insert or update on verification.credential
    for each row when (new.kind = 'insurance' and new.state in ('PENDING', 'VERIFIED'))
    execute function verification.check_insurance_has_trade();
