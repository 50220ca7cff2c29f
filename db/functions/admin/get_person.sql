-- One person as staff sees him: standing, money, strikes.
create or replace function admin.get_person(account_id uuid)
    returns admin.person_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer admin.person_view;
begin
    select u.id, u.full_name, u.email, u.phone, u.state, s.role, u.suspension_ends_at,
           u.identity_verified_at, u.created_at, coalesce(g.tier, 1), coalesce(x.total_xp, 0),
           coalesce(x.completed_tasks, 0),
           (select count(*)::integer from task.task as t where t.poster_id = u.id),
           (select count(*)::integer from dispute.dispute as d where u.id in (d.poster_id, d.worker_id)),
           coalesce(p.balance_cents, 0), coalesce(p.reserved_cents, 0), ledger._debt(u.id, 'USD'), 'USD',
           (account._payout_account(u.id)).status,
           coalesce((select array_agg(row(k.reason, k.at, k.expires_at)::admin.strike_view order by k.id)
                       from trust.strike as k where k.account_id = u.id), '{}')
      into answer
      from account.user as u
      left join account.staff as s on s.account_id = u.id
      left join trust.standing as g on g.account_id = u.id
      left join xp.progress as x on x.account_id = u.id
      left join ledger.account as p on p.owner_id = u.id and p.kind = 'payable' and p.currency = 'USD'
     where u.id = account_id;
    if not found then
        perform core.fail('HXA02', 'account_id');
    end if;
    return answer;
end $$;

comment on function admin.get_person is $$One person: state, role, standing, what is owed to him and by him, strikes.
@returns the person; signed cents, a debt is negative
@errors HXA02
@source ADM-15 TRU-09$$;

grant execute on function admin.get_person to hx_support;
