-- INV-ELIGIBILITY-2 and 3: a verified trade stands on a verified licence that has not expired, whoever
-- writes it, as long as that licence does.
create or replace function verification.check_trade_verified()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    licence verification.credential;
begin
    if tg_op = 'DELETE' then
        if exists (select from verification._derived_trades(core.now()) as t
                    where t.account_id = old.account_id and t.trade = old.trade
                      and t.location_state = old.location_state)
        then
            perform core.fail('HX606', null, 'A verified trade stands as long as its licence.');
        end if;
        return old;
    end if;
    select k.* into licence from verification.credential as k where k.id = new.credential_id;
    if not found or licence.kind <> 'licence' or licence.state <> 'VERIFIED'
       or (licence.account_id, licence.trade, licence.location_state)
              <> (new.account_id, new.trade, new.location_state)
    then
        perform core.fail('HX606', 'credential_id');
    end if;
    if licence.expires_at <= core.now() or new.expires_at <> licence.expires_at then
        perform core.fail('HX607', 'expires_at');
    end if;
    if tg_op = 'UPDATE' and (new.account_id, new.trade, new.location_state)
                              <> (old.account_id, old.trade, old.location_state)
    then
        perform core.fail('HX606', null, 'A verified trade is another where its licence is.');
    end if;
    return new;
end $$;

create or replace trigger trade_verified before insert or update or delete
    on verification.verified_trade
    for each row execute function verification.check_trade_verified();
