-- What the caller may do, as it was derived.
create or replace function verification.get_capability_profile()
    returns verification.profile_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    answer verification.profile_view := verification._profile(viewer);
begin
    if answer.account_id is null then
        perform core.fail('HXA02', null, 'There is no capability profile yet.',
            'Finish the onboarding as a hustler first.');
    end if;
    return answer;
end $$;

comment on function verification.get_capability_profile is $$What the caller may do: derived from what was verified, and typed in by nobody.
@returns the profile; HXA02 before the onboarding was finished as a hustler
@errors HX501 HX504 HXA02
@source ELI-01 ELI-02$$;

grant execute on function verification.get_capability_profile to hx_member;
