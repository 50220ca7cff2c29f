-- An invitation to join, with a code that nobody guesses unless staff chooses one.
create or replace function admin.create_invite(
    reason        core.reason,
    maximum_uses  admin.invite_uses default 1,
    days          core.days default 30,
    code          account.invite_code default null
)
    returns admin.invite_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    invite_id constant uuid := core.new_id();
    chosen constant text := coalesce(upper(code),
        upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)));
begin
    perform admin._act('admin.create_invite', 'invite', invite_id, '{}', reason,
        jsonb_build_object('maximum_uses', coalesce(maximum_uses, 1)));
    insert into account.invite (id, code, maximum_uses, expires_at, made_by)
    values (invite_id, chosen, coalesce(maximum_uses, 1),
            core.now() + make_interval(days => coalesce(days, 30)), actor.id);
    return admin._invite_view(invite_id);
end $$;

comment on function admin.create_invite is $$Invite people: a code that so many may join with, each once, until it expires.
@param reason 1 to 1000 characters, on the record of the act
@param maximum_uses 1 to 10000, 1 unless told
@param days how long it holds, 1 to 365, 30 unless told
@param code 4 to 40 letters, digits and hyphens; made at random unless told
@idempotency required
@returns the invitation
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source ADM-08$$;

grant execute on function admin.create_invite to hx_admin;
