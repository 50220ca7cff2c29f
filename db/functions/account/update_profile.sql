-- Change what a person may change of himself; what is not given stays.
create or replace function account.update_profile(
    full_name     core.full_name default null,
    avatar_url    core.url default null,
    default_mode  account.mode default null
)
    returns account.profile
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
begin
    update account.user as u
       set full_name = coalesce(full_name, u.full_name),
           avatar_url = coalesce(avatar_url, u.avatar_url),
           default_mode = coalesce(default_mode, u.default_mode)
     where u.id = person.id;
    return account.get_profile();
end $$;

comment on function account.update_profile is $$Change name, picture or default mode; what is null stays.
@param default_mode worker or poster
@returns the profile
@errors HX501 HX503 HX504 HX602 HXA01
@source SEC-23 SEC-25$$;

grant execute on function account.update_profile to hx_member;
