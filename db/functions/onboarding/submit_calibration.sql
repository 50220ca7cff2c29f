-- A round of onboarding begins with answers, from which a role is inferred. One round at a time, the
-- account's row locked; another one only after a while, and only for a reason.
create or replace function onboarding.submit_calibration(
    motivation    onboarding.answer,
    frustration   onboarding.answer,
    availability  onboarding.answer,
    price         onboarding.answer,
    control       onboarding.answer,
    device        onboarding.answer default 'mobile',
    referral      onboarding.answer default 'direct',
    local_hour    onboarding.hour_of_day default null
)
    returns onboarding.inference
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
    journey onboarding.journey := onboarding._last(person.id);
    hour constant integer := coalesce(local_hour,
        extract(hour from core.now() at time zone account._time_zone(person.id))::integer);
    asked constant text := (select c.version from onboarding.calibration as c where c.is_current);
    said jsonb := jsonb_build_object('motivation', motivation, 'frustration', frustration,
        'availability', availability, 'price', price, 'control', control,
        'device', coalesce(device, 'mobile'), 'referral', coalesce(referral, 'direct'));
    missing text;
    result onboarding.inference;
begin
    select q.code into missing
      from onboarding.question as q
     where q.version = asked and said ? q.code
       and not exists (select from onboarding.option as o
                        where (o.version, o.question, o.code) = (q.version, q.code, said ->> q.code))
     order by q.place limit 1;
    if missing is not null then
        perform core.fail('HXA01', missing, 'That is none of the options.', (
            select string_agg(o.code, ', ' order by o.place) from onboarding.option as o
             where (o.version, o.question) = (asked, missing)));
    end if;
    if journey.answers @> said and not onboarding._may_begin_again(journey) then
        return onboarding._inference_of(journey);
    elsif journey.id is not null and journey.state <> 'COMPLETED' then
        perform core.fail('HXA03', null, 'The calibration is done; go on with it.');
    elsif journey.state = 'COMPLETED' and not onboarding._may_begin_again(journey) then
        perform core.fail('HXA03', null, 'An onboarding can''t be begun again yet, or needs an admin''s word.');
    end if;

    said := said || jsonb_build_object('daytime',
        case when hour >= 18 or hour <= 6 then 'evening' else 'day' end);
    result := onboarding._infer(asked, said);
    insert into onboarding.journey (account_id, round, calibration_version, answers, worker_confidence,
        poster_confidence, tier, flags, proposed_role, risk_tolerance, urgency_bias,
        authority_expectation, price_sensitivity)
    values (person.id, coalesce(journey.round, 0) + 1, asked, said, result.worker_confidence,
        result.poster_confidence, result.tier, result.flags, result.proposed_role,
        result.risk_tolerance, result.urgency_bias, result.authority_expectation,
        result.price_sensitivity);
    return result;
end $$;

comment on function onboarding.submit_calibration is $$Answer the calibration. It proposes a role, which onboarding.confirm_role accepts or overrides. A
repeat answers what was inferred; other answers are refused until a round may begin again: seven days after the
last one, where it was WEAK or overridden or an admin permits it.
@param motivation income, delegation or both
@param frustration finding_people, payment_fairness or communication
@param availability flexible, limited or minimal
@param price competitive, premium or fair
@param control autonomous, collaborative or delegator
@param device mobile or desktop
@param referral direct, friend, search or advertisement
@param local_hour the hour where the person is, 0 to 23; that of his city unless told
@idempotency required
@returns what was inferred
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source SEC-24 ELI-13
@wire ai.onboarding.submitCalibration$$;

grant execute on function onboarding.submit_calibration to hx_member;
