-- One of staff asks for a second person: for one act on one subject, up to an amount.
create or replace function admin.request_approval(
    action        admin.two_person_act,
    subject_id    uuid,
    amount_cents  core.cents,
    reason        core.reason
)
    returns admin.approval_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    known_id uuid;
begin
    if action is null then
        perform core.fail('HXA01', 'action', 'It is required.');
    elsif subject_id is null then
        perform core.fail('HXA01', 'subject_id', 'It is required.');
    elsif coalesce(amount_cents, 0) = 0 then
        perform core.fail('HXA01', 'amount_cents', 'It is required, at least 1.');
    end if;
    select p.id into known_id from admin.approval as p
     where p.action = action and p.subject_id = subject_id and p.used_at is null
       and p.amount_cents = amount_cents and p.requested_by = actor.id and p.expires_at > core.now();
    if found then
        return admin._approval_view(known_id);
    end if;
    known_id := core.new_id();
    perform admin._act('admin.request_approval', 'approval', known_id, '{}', reason,
        jsonb_build_object('action', action, 'subject_id', subject_id, 'amount_cents', amount_cents));
    insert into admin.approval (id, action, subject_id, amount_cents, currency, reason, requested_by,
            expires_at)
    values (known_id, action, subject_id, amount_cents, 'USD', reason, actor.id,
            core.now() + (select s.value::interval from core.setting as s where s.name = 'approval_lifetime'));
    return admin._approval_view(known_id);
end $$;

comment on function admin.request_approval is $$Ask for a second person, where an act moves more money than one of staff may move alone (HX506). A
repeat answers the one that is open.
@param action the act: escrow.release, escrow.refund, dispute.resolve, settlement.reverse, admin.charge_worker or admin.write_off_debt
@param subject_id the escrow, dispute, settlement, chargeback or account that it is about
@param amount_cents US cents, what the act may move at most
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the approval, not given yet
@errors HX501 HX503 HX504 HX602 HXA01
@source ADM-16 S-A2$$;

grant execute on function admin.request_approval to hx_admin;
