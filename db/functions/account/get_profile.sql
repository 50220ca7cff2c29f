-- The caller's own profile, composed from account, staff, trust and xp.
create or replace function account.get_profile()
    returns account.profile
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
    answer account.profile;
begin
    select u.id, u.email, u.phone, u.full_name, u.avatar_url, u.default_mode, u.state, s.role,
           t.tier, p.total_xp, p.level, u.identity_verified_at, u.created_at
      into answer
      from account.user as u
      left join account.staff as s on s.account_id = u.id
      join trust.standing as t on t.account_id = u.id
      join xp.progress as p on p.account_id = u.id
     where u.id = viewer;
    return answer;
end $$;

comment on function account.get_profile is $$The caller's own profile.
@returns the profile, with tier, XP and level
@errors HX501 HX504
@source SEC-25$$;

grant execute on function account.get_profile to hx_member;
