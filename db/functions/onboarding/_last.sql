-- Somebody's last round of onboarding; null where he has none.
create or replace function onboarding._last(account_id uuid)
    returns onboarding.journey
    language sql stable security definer set search_path = ''
as $$
    select j from onboarding.journey as j
     where j.account_id = _last.account_id
     order by j.round desc
     limit 1
$$;
