-- What somebody says he can do, and where. It may be said anew until the round is over; only then is it
-- declared (verification).
create or replace function onboarding.submit_capabilities(
    trades             text[],
    licences           onboarding.licence_claim[] default null,
    work_state         city.state_code default null,
    city               onboarding.city_name default null,
    zip_code           onboarding.zip_code default null,
    insurance_claimed  boolean default false,
    takes_in_home      boolean default false,
    takes_urgent       boolean default false,
    takes_high_value   boolean default false
)
    returns onboarding.progress
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
    journey onboarding.journey := onboarding._open();
    wrong text;
begin
    if work_state is not null or journey.work_state is null then
        perform onboarding._locate(journey, work_state, city, zip_code);
    end if;
    if coalesce(cardinality(trades), 0) not between 1 and 20 then
        perform core.fail('HXA01', 'trades', 'Choose between 1 and 20 trades.');
    end if;
    select case
            when k.code is null then 'is none that is known'
            when t.n > 1 or l.n > 1 then 'is there twice'
            when k.kind = 'regulated' and l.licence is null then 'needs a licence: yes, no or unsure'
            when k.kind = 'low_risk' and l.trade is not null then 'knows no licence'
            when l.licence not in ('yes', 'no', 'unsure') then 'has a licence of yes, no or unsure'
            when coalesce(l.licence <> 'yes', true)
                 and num_nonnulls(l.licence_state, l.licence_number, l.licence_expires_on) > 0
            then 'has details of a licence that is not claimed'
            when l.licence_state is not null
                 and not exists (select from city.us_state as s where s.code = l.licence_state)
            then 'has a licence of a state that is none'
            when l.licence_number !~ '^[A-Za-z0-9-]{4,50}$'
            then 'has a licence number that is not 4 to 50 letters, digits and hyphens'
           end into wrong
      from (select u.trade, row_number() over (partition by u.trade) as n from unnest(trades) as u (trade)) as t
      left join verification.trade as k on k.code = t.trade
      left join (select u.*, count(*) over (partition by u.trade) as n from unnest(licences) as u) as l
        on l.trade = t.trade
     order by 1 limit 1;
    if wrong is not null then
        perform core.fail('HXA01', 'trades', format('One of the trades %s.', wrong));
    elsif exists (select from unnest(licences) as l where (l.trade = any (trades)) is not true) then
        perform core.fail('HXA01', 'licences', 'A licence is for one of the trades.');
    end if;

    delete from onboarding.trade_answer as t where t.journey_id = journey.id;
    insert into onboarding.trade_answer (journey_id, trade, licence, licence_state, licence_number,
        licence_expires_on)
    select journey.id, t.trade, l.licence, l.licence_state, l.licence_number, l.licence_expires_on
      from unnest(trades) as t (trade)
      left join unnest(licences) as l on l.trade = t.trade;
    update onboarding.journey as j
       set insurance_claimed = coalesce(insurance_claimed, false),
           takes_in_home = coalesce(takes_in_home, false),
           takes_urgent = coalesce(takes_urgent, false),
           takes_high_value = coalesce(takes_high_value, false), state = 'TUTORIAL'
     where j.id = journey.id;
    return onboarding._progress(person.id);
end $$;

comment on function onboarding.submit_capabilities is $$Say which trades are yours, where you work and what you are willing to do. It grants nothing; it says what
may be verified. It may be said anew until onboarding.complete.
@param trades 1 to 20, each once
@param licences for trades that are regulated, or where one may be needed: yes, no or unsure
@param work_state one of the 50 states or DC; needed unless the step location told it
@param city where in the state
@param zip_code five digits, of that state
@param insurance_claimed whether there is liability insurance
@param takes_in_home willing to work in homes
@param takes_urgent willing to take urgent work
@param takes_high_value willing to handle valuables
@idempotency required
@returns how far the onboarding is
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source ELI-13 ELI-06$$;

grant execute on function onboarding.submit_capabilities to hx_member;
