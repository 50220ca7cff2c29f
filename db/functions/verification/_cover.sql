-- How a person's insurance or background check stands: what is verified the longest, else what was
-- handed in last.
create or replace function verification._cover(account_id uuid, kind text)
    returns verification.cover_status
    language sql stable security definer set search_path = ''
as $$
    select row(coalesce(k.state, 'NOT_VERIFIED'), k.expires_at,
               coalesce(verification._is_renewable(k.state, k.expires_at), true)
               )::verification.cover_status
      from (select) as one
      left join lateral (
            select c.state, c.expires_at from verification.credential as c
             where c.account_id = _cover.account_id and c.kind = _cover.kind
             order by c.state = 'VERIFIED' desc, case when c.state = 'VERIFIED' then c.expires_at
                 else c.submitted_at end desc
             limit 1) as k on true
$$;
