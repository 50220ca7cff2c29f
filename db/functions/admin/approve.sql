-- The second person approves what a colleague asked for.
create or replace function admin.approve(approval_id uuid, reason core.reason)
    returns admin.approval_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    asked admin.approval;
begin
    select p.* into asked from admin.approval as p where p.id = approval_id for no key update;
    if not found then
        perform core.fail('HXA02', 'approval_id');
    elsif asked.approved_by = actor.id then
        return admin._approval_view(asked.id);
    elsif asked.approved_by is not null then
        perform core.fail('HXA03', 'approval_id', 'A colleague has approved it already.');
    elsif asked.expires_at <= core.now() then
        perform core.fail('HXA03', 'approval_id', 'It has lapsed.', 'Let it be asked for again.');
    end if;
    perform admin._act('admin.approve', 'approval', asked.id, array[asked.requested_by], reason,
        jsonb_build_object('action', asked.action, 'subject_id', asked.subject_id,
            'amount_cents', asked.amount_cents));
    update admin.approval as p
       set approved_by = actor.id, approved_at = core.now()
     where p.id = asked.id;
    return admin._approval_view(asked.id);
end $$;

comment on function admin.approve is $$Approve, as the second person, an act that a colleague asked for; nobody approves one's own. It can be
used once, until it lapses. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the approval, given
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source ADM-16 S-A2$$;

grant execute on function admin.approve to hx_admin;
