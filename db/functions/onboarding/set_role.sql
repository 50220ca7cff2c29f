-- Choose a role by name; there is none to choose before the calibration.
create or replace function onboarding.set_role(role onboarding.role)
    returns onboarding.progress
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform account._acting(one_at_a_time => true);
    if role is null then
        perform core.fail('HXA01', 'role', 'It is required: hustler, poster or both.');
    end if;
    return onboarding._choose(role);
end $$;

comment on function onboarding.set_role is $$Choose a role, after the calibration and once a round. A repeat answers what is there.
@param role hustler, poster or both
@idempotency required
@returns how far the onboarding is
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source SEC-24 ELI-13$$;

grant execute on function onboarding.set_role to hx_member;
