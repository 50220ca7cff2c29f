-- What was, is and will be paid to the caller, newest first.
create or replace function account.get_payouts(
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns setof account.payout
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    before_id uuid := core._page_id(page_cursor);
begin
    return query
        select s.id, s.kind, e.task_id, s.amount_cents, s.currency::text,
               case when s.state = 'SETTLED' then 'SENT'
                    when s.state = 'FAILED' then 'FAILED'
                    when s.state = 'PENDING' and s.due_at = 'infinity' and not exists (
                        select from stripe.connected_account as c
                         where c.account_id = viewer and c.transfers_enabled) then 'WAITS_FOR_ACCOUNT'
                    when s.state = 'PENDING' and s.due_at > core.now() then 'HELD'
                    else 'ON_ITS_WAY' end,
               s.created_at, s.finished_at
          from settlement.settlement as s
          left join escrow.escrow as e on e.id = s.escrow_id
         where s.payee_id = viewer and (before_id is null or s.id < before_id)
         order by s.id desc
         limit coalesce(page_size, 20);
end $$;

comment on function account.get_payouts is $$Movements of money to the caller and back: transfers for work, refunds of his own payments, reversals.
@param page_size 1 to 100, 20 unless told
@param page_cursor the id of the last one of the page before
@returns a movement each, newest first, and where it stands: WAITS_FOR_ACCOUNT (account.set_up_payouts), HELD,
ON_ITS_WAY, SENT or FAILED
@errors HX501 HX504 HXA01
@source STR-12 P16 P23$$;

grant execute on function account.get_payouts to hx_member;
