-- Staff verifies or fails a credential that waits. Locks reviewer and person, then the credential.
create or replace function verification.review(
    credential_id  uuid,
    verdict        verification.verdict,
    reason         core.reason,
    expires_at     timestamptz default null,
    method         verification.method default 'manual_review'
)
    returns verification.queue_item
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    reviewer uuid := core._caller();
    waiting verification.credential := verification._lock(credential_id, reviewer);
begin
    if verdict is null or method is null then
        perform core.fail('HXA01', case when verdict is null then 'verdict' else 'method' end,
            'It is required.');
    end if;
    perform admin._act('verification.review', 'credential', waiting.id,
        array[waiting.account_id], reason, jsonb_build_object('verdict', verdict,
            'expires_at', expires_at, 'method', method, 'submission', waiting.version));
    if waiting.state <> 'PENDING' then
        perform core.fail('HXA03', 'credential_id',
            format('That credential is %s; only one that waits is reviewed.', waiting.state));
    end if;
    perform verification._decide(waiting, verdict, expires_at, method, reviewer, reason);
    return verification._queue_item(waiting.id);
end $$;

comment on function verification.review is $$Verify or fail a credential that waits; nobody reviews his own. What it renews is replaced
in the same commit, and the person's capability profile follows.
@param verdict VERIFIED or FAILED
@param reason 1 to 1000 characters, on the record of the act; of a failure the person sees it
@param expires_at until when it holds, at most ten years ahead; required for VERIFIED
@param method registry, document or manual_review: how it was looked at
@returns the credential
@errors HX501 HX503 HX504 HX602 HX608 HXA01 HXA02 HXA03
@source ELI-03 ELI-07$$;

grant execute on function verification.review to hx_admin;
