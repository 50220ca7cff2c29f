-- Where an account stands after an act of staff.
create or replace function admin._account_view(
    account_id       uuid,
    held_tasks       integer default 0,
    cancelled_tasks  integer default 0
)
    returns admin.account_view
    language sql stable security definer set search_path = ''
as $$
    select row(u.id, u.state, u.suspension_ends_at,
            (select count(*)::integer from trust.strike as k
              where k.account_id = u.id and k.expires_at > core.now()),
            _account_view.held_tasks, _account_view.cancelled_tasks)::admin.account_view
      from account.user as u
     where u.id = _account_view.account_id
$$;
