-- Whether a credential may be handed in again: it failed, it expired, or it will soon.
create or replace function verification._is_renewable(state text, expires_at timestamptz)
    returns boolean
    language sql stable
as $$
    select _is_renewable.state in ('FAILED', 'EXPIRED')
        or (_is_renewable.state = 'VERIFIED'
            and _is_renewable.expires_at <= core.now() + verification._renewal_period())
$$;
