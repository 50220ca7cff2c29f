-- The caller's own profile, composed from account, staff, trust and xp.
create or replace function account._profile(account_id uuid)
    returns account.profile
    language sql stable security definer set search_path = ''
as $$
    select row(u.id, u.email, u.phone, u.full_name, u.avatar_url, u.default_mode, u.state, s.role,
               t.tier, p.total_xp, p.level, u.identity_verified_at, u.created_at)::account.profile
      from account.user as u
      left join account.staff as s on s.account_id = u.id
      left join trust.standing as t on t.account_id = u.id
      left join xp.progress as p on p.account_id = u.id
     where u.id = _profile.account_id
$$;
