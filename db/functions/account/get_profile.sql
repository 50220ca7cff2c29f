-- The caller's own profile.
create or replace function account.get_profile()
    returns account.profile
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return account._profile(core._viewer());
end $$;

comment on function account.get_profile is $$The caller's own profile.
@returns the profile, with tier, XP and level
@errors HX501$$;

grant execute on function account.get_profile to hx_member;
