-- Staff fails a credential that was verified: fraud found later. From this commit on it opens nothing.
create or replace function verification.revoke(credential_id uuid, reason core.reason)
    returns verification.queue_item
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    reviewer uuid := core._caller();
    verified verification.credential := verification._lock(credential_id, reviewer);
begin
    perform admin._act('verification.revoke', 'credential', verified.id,
        array[verified.account_id], reason);
    if verified.state <> 'VERIFIED' then
        perform core.fail('HXA03', 'credential_id',
            format('That credential is %s; only a verified one is revoked.', verified.state));
    end if;
    update verification.credential as k
       set state = 'FAILED', failure = reason, reviewer_id = reviewer, method = null,
           verified_at = null, expires_at = null
     where k.id = verified.id;
    return verification._queue_item(verified.id);
end $$;

comment on function verification.revoke is $$Fail a credential that was verified, because it was not what it seemed. What it opened is
closed in the same commit; work under way stays.
@param reason 1 to 1000 characters, on the record of the act; the person sees it
@returns the credential, FAILED
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source ELI-03 ELI-07$$;

grant execute on function verification.revoke to hx_admin;
