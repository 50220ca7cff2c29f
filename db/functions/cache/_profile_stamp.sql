-- Changes with whatever account.get_profile answers.
create or replace function cache._profile_stamp()
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
begin
    return (select md5(concat_ws('|', u.version, u.updated_at, u.full_name, u.avatar_url, u.default_mode, u.email,
               u.phone, u.identity_verified_at, s.role, t.tier, p.total_xp, p.level))
      from account.user as u
      left join account.staff as s on s.account_id = u.id
      join trust.standing as t on t.account_id = u.id
      join xp.progress as p on p.account_id = u.id
     where u.id = viewer);
end $$;
