-- When a person was last demoted for a reason; long ago where never.
create or replace function trust_review._last(account_id uuid, reason text)
    returns timestamptz
    language sql stable security definer set search_path = ''
as $$
    select coalesce(max(e.at), '-infinity') from trust.entry as e
     where e.account_id = _last.account_id and e.reason = _last.reason
$$;
