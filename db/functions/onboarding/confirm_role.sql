-- Accept the role that the calibration proposed, or say another.
create or replace function onboarding.confirm_role(final_role onboarding.role default null)
    returns onboarding.progress
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform account._acting(one_at_a_time => true);
    return onboarding._choose(final_role);
end $$;

comment on function onboarding.confirm_role is $$Accept the role that the calibration proposed, or choose another, which is kept on record. A WEAK one must be
chosen. A repeat answers what is there.
@param final_role hustler, poster or both; the proposed one unless told
@idempotency required
@returns how far the onboarding is
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source SEC-24
@wire ai.onboarding.confirmRole$$;

grant execute on function onboarding.confirm_role to hx_member;
