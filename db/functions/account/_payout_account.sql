-- How far somebody is with being paid out.
create or replace function account._payout_account(account_id uuid)
    returns account.payout_account
    language sql stable security definer set search_path = ''
as $$
    select row(
            case when c.account_id is null then 'NOT_STARTED'
                 when c.transfers_enabled and c.payouts_enabled then 'COMPLETE'
                 else 'INCOMPLETE' end,
            coalesce(c.details_submitted, false), coalesce(c.transfers_enabled, false),
            coalesce(c.payouts_enabled, false), coalesce(c.requirements, '{}'),
            case when c.link_ends_at > core.now() then c.link_url end,
            case when c.link_ends_at > core.now() then c.link_ends_at end,
            (select coalesce(sum(s.amount_cents), 0)::bigint from settlement.settlement as s
              where s.payee_id = u.id and s.kind = 'transfer' and s.state = 'PENDING'
                and s.due_at = 'infinity'))::account.payout_account
      from account.user as u
      left join stripe.connected_account as c on c.account_id = u.id
     where u.id = _payout_account.account_id
$$;
