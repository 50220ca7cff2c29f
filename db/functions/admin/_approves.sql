-- Whether an approval is good for an act: of this act on this subject, for at least that much, in time, not
-- used, by somebody else than who acts, who is an admin still.
create or replace function admin._approves(
    asked         admin.approval,
    action        text,
    subject_id    uuid,
    amount_cents  bigint,
    currency      text,
    actor_id      uuid
)
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select (_approves.asked).action = _approves.action and (_approves.asked).subject_id = _approves.subject_id
       and (_approves.asked).amount_cents >= _approves.amount_cents
       and (_approves.asked).currency = _approves.currency
       and (_approves.asked).used_at is null and (_approves.asked).expires_at > core.now()
       and exists (select from account.user as u join account.staff as s on s.account_id = u.id
                    where u.id = (_approves.asked).approved_by and u.id <> _approves.actor_id
                      and u.state = 'ACTIVE' and s.role in ('hx_admin', 'hx_founder'))
$$;
