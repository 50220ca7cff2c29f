-- An identity was verified, by staff on the record or by the provider's worker; once. Staff's own
-- row and the person's are locked in one order, or two who confirm each other meet a deadlock.
create or replace function account.confirm_identity(account_id uuid, reason core.reason)
    returns timestamptz
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user;
    actor uuid;
begin
    if core._context() ->> 'account_id' is not null or session_user <> 'hx_job' then
        actor := core._caller();
        perform from account.user as u
          where u.id in (account_id, actor)
          order by u.id for no key update;
        perform admin._act('account.confirm_identity', 'account', account_id, array[account_id], reason);
    else
        perform core._enter(null, null, 'job-' || core.new_id(), false);
        if reason is null then
            perform core.fail('HXA01', 'reason', 'Say what was looked at.');
        end if;
    end if;
    select u.* into person from account.user as u where u.id = account_id for no key update;
    if not found then
        perform core.fail('HX504', 'account_id');
    end if;
    if person.identity_verified_at is null then
        perform core._because(reason);
        perform core._happened('account', account_id, 'identity_confirmed');
        update account.user as u set identity_verified_at = core.now() where u.id = account_id;
    end if;
    return coalesce(person.identity_verified_at, core.now());
end $$;

comment on function account.confirm_identity is $$Record that a person's identity was verified. A repeat answers when it was.
@param reason 1 to 1000 characters: what was looked at
@returns since when the identity counts as verified
@errors HX501 HX503 HX504 HX602 HXA01
@source TRU-07$$;

grant execute on function account.confirm_identity to hx_admin, hx_job;
