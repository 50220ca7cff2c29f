-- An approval as staff sees it.
create or replace function admin._approval_view(approval_id uuid)
    returns admin.approval_view
    language sql stable security definer set search_path = ''
as $$
    select row(p.id, p.action, p.subject_id, p.amount_cents, p.currency, p.reason, p.requested_by,
            p.requested_at, p.approved_by, p.approved_at, p.used_at, p.expires_at)::admin.approval_view
      from admin.approval as p
     where p.id = _approval_view.approval_id
$$;
