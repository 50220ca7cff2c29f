-- What a person says of himself when onboarding ends: his claim, once; a hustler's profile follows.
create or replace function verification._declare(
    account_id         uuid,
    role               text,
    location_state     text,
    trades             text[],
    licences           text[] default null,
    city               text default null,
    zip_code           text default null,
    insurance_claimed  boolean default false,
    takes_in_home      boolean default false,
    takes_urgent       boolean default false,
    takes_high_value   boolean default false
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if role is null or role not in ('hustler', 'poster', 'both') then
        perform core.fail('HXA01', 'role', 'It is hustler, poster or both.');
    end if;
    if not exists (select from city.us_state as s where s.code = location_state) then
        perform core.fail('HXA01', 'location_state', 'There is no such state.');
    end if;
    if role <> 'poster' and coalesce(cardinality(trades), 0) = 0 then
        perform core.fail('HXA01', 'trades', 'At least one trade is required.');
    end if;
    if exists (select from unnest(trades) as t (code)
                where not exists (select from verification.trade as k where k.code = t.code))
    then
        perform core.fail('HXA01', 'trades', 'There is no such trade.');
    end if;
    if cardinality(licences) > coalesce(cardinality(trades), 0) then
        perform core.fail('HXA01', 'licences', 'They stand beside the trades.');
    end if;
    if exists (select from verification.claim as c where c.account_id = account_id) then
        perform core.fail('HXA03', 'role', 'That was declared already, and stays so.');
    end if;

    update account.user as u set location_state = location_state
     where u.id = account_id and u.location_state <> location_state;
    insert into verification.willingness (account_id, takes_in_home, takes_urgent, takes_high_value)
    values (account_id, takes_in_home, takes_urgent, takes_high_value);
    insert into verification.claim (account_id, role, location_state, city, zip_code,
        insurance_claimed, takes_in_home, takes_urgent, takes_high_value)
    values (account_id, role, location_state, city, zip_code, insurance_claimed, takes_in_home,
        takes_urgent, takes_high_value);
    insert into verification.claimed_trade (account_id, trade, licence)
    select distinct on (t.code) account_id, t.code, t.licence
      from unnest(trades, licences) as t (code, licence)
     where t.code is not null
     order by t.code, t.licence;
end $$;
