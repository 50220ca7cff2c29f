-- The round is over: what was said is declared, once, and from now on counts (verification). The
-- account's row is locked, so two that complete at once declare once. Who only posts declares nothing: if he
-- wants to work one day, he can say then what he can do.
create or replace function onboarding.complete(skip_tutorial boolean default false)
    returns onboarding.progress
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
    journey onboarding.journey := onboarding._last(person.id);
    claims boolean;
begin
    if journey.state = 'COMPLETED' then
        return onboarding._progress(person.id);
    elsif journey.state is distinct from 'TUTORIAL' then
        perform core.fail('HXA03', null, format('The onboarding is not that far; next comes %s.',
            (onboarding._progress(person.id)).next_step));
    elsif journey.tutorial_at is null and skip_tutorial is not true then
        perform core.fail('HXA03', null, 'See the tutorial first, or skip it.');
    end if;
    claims := journey.final_role <> 'poster' and not exists (
        select from verification.claim as c where c.account_id = person.id);
    if claims then
        perform verification._declare(person.id, journey.final_role, journey.work_state,
            t.trades, t.licences, journey.work_city, journey.zip_code, journey.insurance_claimed,
            journey.takes_in_home, journey.takes_urgent, journey.takes_high_value)
           from (select array_agg(a.trade order by a.trade) as trades,
                        array_agg(a.licence order by a.trade) as licences
                   from onboarding.trade_answer as a where a.journey_id = journey.id) as t;
    end if;
    update onboarding.journey as j
       set state = 'COMPLETED', completed_at = core.now()
     where j.id = journey.id;
    return onboarding._progress(person.id);
end $$;

comment on function onboarding.complete is $$Finish the onboarding. What a hustler said of himself is declared, once and for all, and his capability
profile is made; who only posts has none. A repeat answers what is there.
@param skip_tutorial whether the tutorial need not have been seen
@idempotency required
@returns how far the onboarding is: COMPLETED
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source SEC-24 ELI-13$$;

grant execute on function onboarding.complete to hx_member;
