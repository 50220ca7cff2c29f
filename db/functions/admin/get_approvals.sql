-- What waits for a second person, and what was approved and not used yet.
create or replace function admin.get_approvals()
    returns setof admin.approval_view
    language sql stable security definer set search_path = ''
as $$
    select p.id, p.action, p.subject_id, p.amount_cents, p.currency::text, p.reason::text, p.requested_by,
           p.requested_at, p.approved_by, p.approved_at, p.used_at, p.expires_at
      from admin.approval as p
     where p.used_at is null and p.expires_at > core.now()
     order by p.id
$$;

comment on function admin.get_approvals is $$Acts that wait for a second person, and those that were approved and not done yet, the oldest first.
@returns an approval each
@errors none
@source ADM-16$$;

grant execute on function admin.get_approvals to hx_support;
