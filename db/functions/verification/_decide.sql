-- Verify or fail a credential that waits; both are locked, its person and it. What it renews expires
-- in the same commit, so that there is no gap and never two.
create or replace function verification._decide(
    waiting      verification.credential,
    verdict      text,
    expires_at   timestamptz,
    method       text,
    reviewer_id  uuid,
    reason       text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if verdict = 'FAILED' then
        update verification.credential as k
           set state = 'FAILED', failure = reason, reviewer_id = reviewer_id
         where k.id = waiting.id;
        return;
    end if;
    if expires_at is null or expires_at <= core.now()
       or expires_at > core.now() + interval '10 years'
    then
        perform core.fail('HXA01', 'expires_at',
            'What is verified says until when: a time ahead, within ten years.');
    end if;
    update verification.credential as k
       set state = 'EXPIRED'
     where k.account_id = waiting.account_id and k.kind = waiting.kind and k.state = 'VERIFIED'
       and k.trade is not distinct from waiting.trade
       and k.location_state is not distinct from waiting.location_state;
    update verification.credential as k
       set state = 'VERIFIED', verified_at = core.now(), expires_at = expires_at,
           method = method, reviewer_id = reviewer_id
     where k.id = waiting.id;
end $$;
