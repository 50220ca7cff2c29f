-- An invitation as staff sees it.
create or replace function admin._invite_view(invite_id uuid)
    returns admin.invite_view
    language sql stable security definer set search_path = ''
as $$
    select row(i.id, i.code, i.maximum_uses, i.uses, i.expires_at, i.revoked_at, i.made_by, i.made_at)::admin.invite_view
      from account.invite as i
     where i.id = _invite_view.invite_id
$$;
