-- Changes with whatever verification.get_capability_profile answers, also where only time passed.
create or replace function cache._capability_stamp()
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
declare
    viewer uuid := core._viewer();
begin
    return (select concat_ws(':', p.version, md5(concat_ws('|', p.derived_at, c.trades, c.is_insured,
               c.background_checked, u.state)))
      from verification.capability_profile as p
      join account.user as u on u.id = p.account_id
      left join eligibility._capability(p.account_id) as c on true
     where p.account_id = viewer);
end $$;
