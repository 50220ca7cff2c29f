-- Nobody joins by an invitation any more; who did stays. Locks the invitation.
create or replace function admin.revoke_invite(invite_id uuid, reason core.reason)
    returns admin.invite_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known account.invite;
begin
    perform account._acting();
    select i.* into known from account.invite as i where i.id = invite_id for no key update;
    if not found then
        perform core.fail('HXA02', 'invite_id');
    elsif known.revoked_at is null then
        perform admin._act('admin.revoke_invite', 'invite', known.id, '{}', reason);
        update account.invite as i set revoked_at = core.now() where i.id = known.id;
    end if;
    return admin._invite_view(invite_id);
end $$;

comment on function admin.revoke_invite is $$Revoke an invitation; those who joined by it stay. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency required
@returns the invitation
@errors HX501 HX503 HX504 HX602 HXA01 HXA02
@source ADM-08$$;

grant execute on function admin.revoke_invite to hx_admin;
